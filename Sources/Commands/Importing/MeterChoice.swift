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
  /// `unit`: that of the readings; nil where the file does not say it.
  /// - Returns: whether each question was left with Enter, and not with Ctrl-C or at the end of the input.
  mutating func complete(
    for path: String, _ unit: MeterUnit?, in catalog: Catalog, _ workspace: Workspace
  ) throws -> Bool {
    guard let question = workspace.questions.ask else { return true }
    var isAnswered = true
    try complete(for: path, unit, in: catalog) { text in
      guard isAnswered else { return nil }
      try workspace.output.flush()
      let answer = try question(workspace.reporter.question(text))
      isAnswered = answer != nil
      let words = answer?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return words.flatMap { $0.isEmpty ? nil : $0 }
    }
    return isAnswered
  }

  /// Completes it by answers: `ask` puts a question, and returns nil for none.
  private mutating func complete(
    for path: String, _ unit: MeterUnit?, in catalog: Catalog, ask: (String) throws -> String?
  ) throws {
    if name == nil {
      let points = catalog.points.filter { point in
        let meters = catalog.meters(of: point)
        return unit == nil || meters.isEmpty || meters.contains { $0.meter.unit == unit }
      }
      let names = points.map { quotedIfNeeded($0.name) }.joined(separator: ", ")
      let known = (1...MeterChoice.mostNames).contains(points.count) ? " (\(names))" : ""
      name = try ask("\(path) does not name its meter. Its number, or a meter's name\(known):")
    } else if let name, catalog.point(named: number ?? name) == nil, !isCreated {
      let answer = try ask("there is no meter '\(name)'. Create it? [y/N]")
      guard ["y", "yes"].contains(answer?.lowercased()) else { return }
    }
    guard let known = name, catalog.point(named: number ?? known) == nil else { return }
    if number == nil, !NewName.isNumber(known) {
      let question = "the number of \(known), an MPAN or MPRN:"
      number = try ask(question)
      if let typed = number, !isNumber(typed) {
        number = try ask("'\(typed)' is not \(form); \(question)")
      }
      guard number.map(isNumber) ?? false else { return }
    }
    let new = number ?? known
    if flow == nil {
      if MeterPoint.isNumber(new, of: .gas) {
        flow = .gas
      } else if MeterPoint.isNumber(new, of: .import) {
        flow = try ask("import or export:").flatMap { Flow(rawValue: $0.lowercased()) }
      }
      guard flow != nil else { return }
    }
    if number == nil, let alias = try ask("a name for it, or Enter for none:") {
      (name, number) = (alias, new)
    }
    isCreated = true
  }

  /// The most meter points that the question names.
  private static let mostNames = 3

  /// Whether a text can be the number of the meter point, as far as its flow is known.
  private func isNumber(_ text: String) -> Bool {
    flow.map { MeterPoint.isNumber(text, of: $0) } ?? NewName.isNumber(text)
  }

  /// The form of such a number in words.
  private var form: String {
    flow.map(MeterPoint.numberForm)
      ?? "\(MeterPoint.numberForm(of: .import)) or \(MeterPoint.numberForm(of: .gas))"
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
