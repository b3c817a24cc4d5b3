import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage

/// The meter point of a file that does not name it, as far as the statement, or the user, says.
struct MeterChoice {
  /// Its alias or number; for one that is created, its alias if there is also a `number`.
  var name: String?
  var number: String?
  var flow: Flow?
  var isCreated: Bool

  init(_ syntax: Import) {
    name = syntax.name?.value
    number = syntax.number?.value
    flow = syntax.flow?.value
    isCreated = syntax.createsMeters
  }

  /// Asks for what is missing, if somebody can be asked; no answer leaves it so.
  ///
  /// - Returns: whether each question was left with Enter, and not with Ctrl-C or at the end of the input.
  mutating func complete(
    for path: String, in catalog: Catalog, _ workspace: Workspace
  ) throws -> Bool {
    guard let question = workspace.questions.ask else { return true }
    var isAnswered = true
    try complete(for: path, in: catalog) { text in
      guard isAnswered else { return nil }
      try workspace.output.flush()
      let answer = try question(workspace.reporter.question(text))
      isAnswered = answer != nil
      let words = answer?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return words.flatMap { $0.isEmpty ? nil : $0 }
    }
    return isAnswered
  }

  /// The same, with what puts a question and gives the answer, if there is one.
  private mutating func complete(
    for path: String, in catalog: Catalog, ask: (String) throws -> String?
  ) throws {
    if name == nil {
      name = try ask("\(path) does not name its meter. Its number, or a meter's name:")
    } else if let name, catalog.point(named: number ?? name) == nil, !isCreated {
      let answer = try ask("there is no meter '\(name)'. Create it? [y/N]")
      guard ["y", "yes"].contains(answer?.lowercased()) else { return }
    }
    guard let known = name, catalog.point(named: number ?? known) == nil else { return }
    if number == nil, !NewName.isNumber(known) {
      number = try ask("the number of \(known), an MPAN or MPRN:")
      guard number != nil else { return }
    }
    let new = number ?? known
    if flow == nil {
      flow =
        MeterPoint.isNumber(new, of: .import)
        ? try ask("import or export:").flatMap { Flow(rawValue: $0.lowercased()) } : .gas
      guard flow != nil else { return }
    }
    if number == nil, let alias = try ask("a name for it, or Enter for none:") {
      (name, number) = (alias, new)
    }
    isCreated = true
  }

  /// The unit of its readings, which an answer of the API does not state; nil where nothing tells.
  func unit(in catalog: Catalog) -> MeterUnit? {
    let point =
      name.flatMap { catalog.point(named: $0) } ?? number.flatMap { catalog.point(named: $0) }
    if let point, let meter = catalog.meters(of: point).first { return meter.meter.unit }
    return (point?.flow ?? flow) == .gas ? nil : .kWh
  }

  /// The statement with all that it lacks, for a file; `NUMBER` stands for what nobody knows.
  ///
  /// `meters`: the meter points that have such readings.
  func wholeLine(_ path: String, kind: FileKind?, unit: MeterUnit, meters: [MeterPoint]) -> String {
    let words = ["import", kind?.rawValue, quotedIfNeeded(path), "for"].compactMap(\.self)
    if name == nil, let point = meters.first {
      return (words + [quotedIfNeeded(point.name)]).joined(separator: " ")
    }
    let flow = flow ?? (unit == .m3 ? .gas : .import)
    let named = name ?? "NUMBER"
    let known = number.flatMap { MeterPoint.isNumber($0, of: flow) ? $0 : nil }
    let isNumber = named == "NUMBER" || MeterPoint.isNumber(named, of: flow)
    let asked = isNumber ? nil : known ?? "NUMBER"
    let parts = [
      quotedIfNeeded(named), asked.map { "number \($0)" }, "as \(flow.rawValue) create meters",
    ]
    return (words + parts.compactMap(\.self)).joined(separator: " ")
  }
}
