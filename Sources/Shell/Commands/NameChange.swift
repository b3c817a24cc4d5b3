import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Tariffs

extension Command {
  static let alias = Command(
    name: "alias", usage: ["alias METER NAME"],
    summary: "give a meter another name",
    details: [
      "METER is its alias or number now. Results name it by the alias; the number stays good too."
    ],
    examples: ["alias 1000000000017 house"],
    run: { cursor, session in
      let names = NameChange(
        &cursor, of: "a meter's alias or number", .meter(), to: "a name for the meter")
      let (point, name) = try session.change { home in
        try names.resolve(&cursor) { (name) throws(QueryError) in
          try home.point(name)
        } checking: { (name, point) throws(QueryError) in
          try NewName.check(name, ofMeterIn: home, but: point)
        }
      } storing: { writer, _, found in
        try writer.setAlias(found.name, of: found.owner)
        return found
      }
      let old = point.alias.map { $0 == name ? " already" : " and no longer \($0)" }
      try session.tell("\(point.number) is called \(name)\(old ?? "")")
    })

  static let rename = Command(
    name: "rename", usage: ["rename tariff NAME to NAME"],
    summary: "give a tariff another name",
    details: [
      "Its rates and its agreements stay. Saved queries keep the name that they were given."
    ],
    examples: ["rename tariff flux_import_2023-07 to flux-july"],
    run: { cursor, session in
      let names = NameChange(
        &cursor, opening: "tariff", of: "a tariff", .tariff(), between: "to",
        to: "a name for the tariff")
      let (tariff, name) = try session.change { home in
        try names.resolve(&cursor) { (name) throws(QueryError) in
          try home.tariff(name)
        } checking: { (name, tariff) throws(QueryError) in
          try NewName.check(name, ofTariffIn: home, but: tariff)
        }
      } storing: { writer, _, found in
        try writer.rename(found.owner, to: found.name)
        return found
      }
      try session.tell("\(tariff.name) is called \(name)\(tariff.name == name ? " already" : "")")
    })
}

/// A statement that says what something is called and is to be called; what a mistake took away
/// is nil.
private struct NameChange {
  private var old: Located<String>?
  private var new: Located<String>?

  /// Collects mistakes in the cursor, as the names are still to be looked up.
  init(
    _ cursor: inout TokenCursor, opening: String? = nil, of old: String, _ kind: ValueKind,
    between: String? = nil, to new: String
  ) {
    var names = self
    cursor.collecting { (c) throws(QueryError) in
      if let opening { try c.require(opening) }
      names.old = try c.operand(old, kind)
      if let between { try c.require(between) }
      names.new = try c.operand(new)
      try c.requireEnd()
    }
    self = names
  }

  /// What the old name stands for, and the new name.
  ///
  /// - Throws: all mistakes in the statement.
  func resolve<Owner>(
    _ cursor: inout TokenCursor, finding find: (Located<String>) throws(QueryError) -> Owner,
    checking check: (Located<String>, Owner?) throws(QueryError) -> Void
  ) throws(QueryErrors) -> (owner: Owner, name: String) {
    let owner = old.flatMap { old in
      cursor.finding { () throws(QueryError) in try find(old) }
    }
    if let new {
      _ = cursor.finding { () throws(QueryError) in try check(new, owner) }
    }
    try cursor.finish()
    guard let owner, let new else { preconditionFailure("no names and no error") }
    return (owner, new.value)
  }
}
