import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Terminal

/// The bills in the file that `billed from` names, with what is to be said of it.
struct StatementFile {
  private(set) var bills: [PrintedBill] = []
  private(set) var notes: [String] = []

  /// - Throws: when the file can't be read, or has no charges that can be compared.
  init(_ path: String, _ workspace: Workspace) throws {
    let path = expandingTilde(path)
    let statement = try BilledStatement.read(
      StatementFile.text(path, workspace), path: path, zone: workspace.zone)
    notes = statement.notes.map { note in
      note.line.map { "\(path):\($0): \(note.text)" } ?? "\(path): \(note.text)"
    }
    var blocks: [BilledBlock] = []
    var leftOut: [String] = []
    for block in statement.blocks {
      let figures = block.figures
      guard let flow = block.flow, let days = block.days, !days.isEmpty, !figures.isEmpty else {
        let missing =
          block.flow == nil ? "fuel" : figures.isEmpty ? "figure to compare" : "dates"
        leftOut.append(
          "\(path):\(block.line): these charges have no \(missing), and are left out")
        continue
      }
      var bill = PrintedBill(flow: flow, number: block.number, days: days, figures: figures)
      bill.line = block.line
      bill.unitRates = block.periods.flatMap(\.charges).compactMap(\.rate).map(PrintedNumber.init)
      bill.standingRates = block.periods.flatMap(\.standing).map { PrintedNumber($0.rate) }
      bills.append(bill)
      blocks.append(block)
      notes += block.readLines.map {
        "\(path):\($0): no kWh are printed, and those compared are the difference of two meter reads"
      }
    }
    if bills.isEmpty, let reason = leftOut.first {
      throw Failure(reason, hint: StatementFile.typing)
    }
    notes += leftOut
    add(statement.days, of: blocks, path)
  }

  /// Adds the half-hours of pages to the bills that they are of; `blocks` are those of the bills.
  private mutating func add(_ pages: [BilledDay], of blocks: [BilledBlock], _ path: String) {
    var (strange, unclear) = (0, 0)
    for page in pages {
      let owners = blocks.indices(of: page)
      if owners.isEmpty { strange += 1 } else if owners.count > 1 { unclear += 1 }
      guard let owner = owners.first, owners.count == 1 else { continue }
      bills[owner].halfHours += page.halfHours.map { row in
        PrintedHalfHour(
          start: row.start, rate: PrintedNumber(row.rate), energy: PrintedNumber(row.energy),
          cost: PrintedNumber(row.cost))
      }
    }
    for (count, reason) in [
      (strange, "\(havingVerb(strange)) no charges for the meter and day"),
      (unclear, "may be of more than one of the charges"),
    ] where count > 0 {
      notes.append(
        "\(path): \(counted(count, "page")) of half-hours \(reason), and "
          + "\(count == 1 ? "is" : "are") not compared")
    }
  }

  /// The text of the file, that of a PDF by another program.
  private static func text(_ path: String, _ workspace: Workspace) throws -> [UInt8] {
    let bytes = try FileNames.read(
      path, atMost: BilledStatement.mostBytes, cancellation: workspace.cancellation)
    guard BilledStatement.isPDF(bytes) else { return bytes }
    try workspace.settings.refuseIfSafe("running other programs, as for the text of a PDF")
    let text: [UInt8]?
    do {
      text = try PDFText.read(
        path, atMost: BilledStatement.mostBytes, cancellation: workspace.cancellation)
    } catch let error as FileError where BilledStatement.isEncrypted(bytes) {
      throw Failure(
        "\(error.message), as a password protects it",
        hint: "save a copy without one, or \(StatementFile.typing)")
    } catch let error as FileError {
      throw Failure(error.message, hint: StatementFile.typing)
    }
    guard let text else {
      throw Failure(
        "\(path): is a PDF, and pdftotext, which reads its text, is not installed",
        hint: "on Debian and Ubuntu: sudo apt install poppler-utils; or \(StatementFile.typing)")
    }
    guard text.contains(where: { $0 > UInt8(ascii: " ") }) else {
      throw Failure(
        "\(path): its pages are pictures without text, as a scan's are",
        hint: StatementFile.typing)
    }
    return text
  }

  /// The way without a file.
  private static let typing =
    "type its figures: reconcile import 2023-07 billed usage 312.4 kWh, total £94.68"
}

extension PrintedNumber {
  fileprivate init(_ figure: PrintedFigure) {
    self.init(figure.number, places: figure.places)
  }
}

extension BilledBlock {
  /// The lines that a bill is compared on, as far as the block has them.
  fileprivate var figures: [BilledFigure] {
    let energy = BilledFigure(.energy, periods.flatMap(\.energyAmounts))
    var standing = BilledFigure(.standing, periods.flatMap(\.standing).map(\.amount))
    // Some statements print what a day costs, and only the sum of both.
    if standing == nil, !periods.flatMap(\.standing).isEmpty, let energy,
      let sum = BilledFigure(.standing, subtotals)
    {
      standing = sum.less(energy)
    }
    var total = BilledFigure(.total, [self.total])
    // Statements print a credit without a sign; it is no charge.
    if isCredit, flow != .export, let digits = total?.digits { total?.digits = -abs(digits) }
    return [usage, energy, standing, BilledFigure(.vat, vat.map(\.amount)), total]
      .compactMap(\.self)
  }

  /// The energy of all periods; nil where that of one is not known.
  private var usage: BilledFigure? {
    let usages = periods.compactMap { $0.usage(of: flow) }
    guard usages.count == periods.count else { return nil }
    let energy = usages.reduce(FixedPoint(0)) { $0 + $1.energy }
    var figure = BilledFigure(.usage, usages.flatMap(\.figures))
    figure?.digits = energy.digits
    figure?.places = energy.scale
    return figure
  }

  /// The lines of the meter reads that its energy is worked out from, the last of each period.
  fileprivate var readLines: [Int] {
    periods.compactMap { $0.usage(of: flow) }.filter(\.isOfReads)
      .compactMap { $0.figures.last?.line }
  }
}

extension BilledPeriod {
  /// The amounts that make up the cost of its energy: of each rate, or else the one for all.
  fileprivate var energyAmounts: [PrintedFigure?] {
    let amounts = charges.map(\.amount)
    return amounts.isEmpty || amounts.contains(nil) ? [consumption?.amount] : amounts
  }
}

extension BilledFigure {
  /// The sum of printed figures; nil where one is not printed, or there is none.
  fileprivate init?(_ line: BillLine, _ figures: [PrintedFigure?]) {
    let known = figures.compactMap { figure in
      figure.map { BilledFigure(line, digits: $0.number.digits, places: $0.places) }
    }
    guard let first = known.first, known.count == figures.count else { return nil }
    self = known.dropFirst().reduce(first) { $0.combined(with: $1, $0.value + $1.value) }
  }

  /// The figure without another, of which it is the sum with something else.
  fileprivate func less(_ other: BilledFigure) -> BilledFigure {
    combined(with: other, value - other.value)
  }

  /// A number that is made of both, each of which was rounded.
  private func combined(with other: BilledFigure, _ number: FixedPoint) -> BilledFigure {
    var figure = BilledFigure(line, digits: number.digits, places: number.scale)
    figure.halfDigit = halfDigit + other.halfDigit
    return figure
  }
}

extension Workspace {
  /// The bills of the file that a query names, those of its flow where it has one; nil without a file.
  func statementFile(_ query: Query) throws -> (bills: [PrintedBill], notes: [String])? {
    guard case .file(let path)? = query.billed?.value else { return nil }
    let file = try StatementFile(path, self)
    let flows = query.flows.map(\.value)
    let bills = file.bills.filter { flows.isEmpty || $0.flow.map(flows.contains) ?? true }
    return (bills, file.notes)
  }
}
