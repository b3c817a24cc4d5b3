import EnergyModel
import Interchange
import QueryEngine
import QueryLanguage
import Terminal

/// The bills in the file that `billed from` names, with what is to be said of it.
struct StatementFile {
  private(set) var bills: [PrintedBill] = []
  private(set) var notes: [String] = []

  /// - Throws: when the file can't be read, or has no charges.
  init(_ path: String, _ workspace: Workspace) throws {
    let path = expandingTilde(path)
    let statement = try BilledStatement.read(
      StatementFile.text(path, workspace), path: path, zone: workspace.zone)
    notes = statement.notes.map { note in
      note.line.map { "\(path):\($0): \(note.text)" } ?? "\(path): \(note.text)"
    }
    var pages = statement.days
    for block in statement.blocks {
      guard let flow = block.flow, let days = block.days, !days.isEmpty else {
        let missing = block.flow == nil ? "fuel" : "dates"
        notes.append(
          "\(path):\(block.line): these charges have no \(missing), and are left out")
        continue
      }
      let figures = block.figures
      guard !figures.isEmpty else { continue }
      var bill = PrintedBill(flow: flow, number: block.number, days: days, figures: figures)
      bill.unitRates = block.periods.flatMap(\.charges).compactMap(\.rate).map(PrintedNumber.init)
      bill.standingRates = block.periods.flatMap(\.standing).map { PrintedNumber($0.rate) }
      bill.halfHours = pages.removeHalfHours(of: block, in: days)
      bills.append(bill)
    }
    if !pages.isEmpty {
      notes.append(
        "\(path): \(counted(pages.count, "page")) of half-hours \(havingVerb(pages.count)) no charges "
          + "for the meter and day, and \(pages.count == 1 ? "is" : "are") not compared")
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

extension [BilledDay] {
  /// Takes out the pages of a block's meters and days, and returns their half-hours.
  fileprivate mutating func removeHalfHours(
    of block: BilledBlock, in days: Range<LocalDay>
  ) -> [PrintedHalfHour] {
    let serials = block.periods.flatMap(\.serials)
    func belongs(_ page: BilledDay) -> Bool {
      days.contains(page.day)
        && (serials.isEmpty || page.serial.map(serials.contains) ?? true)
    }
    let own = filter(belongs)
    removeAll(where: belongs)
    return own.flatMap(\.halfHours).map { row in
      PrintedHalfHour(
        start: row.start, rate: PrintedNumber(row.rate), energy: PrintedNumber(row.energy),
        cost: PrintedNumber(row.cost))
    }
  }
}

extension PrintedNumber {
  fileprivate init(_ figure: PrintedFigure) {
    self.init(figure.number, places: figure.places)
  }
}

extension BilledBlock {
  /// The lines that a bill is compared on, as far as the block has them.
  fileprivate var figures: [BilledFigure] {
    let energies = periods.flatMap(\.charges)
    let energy =
      BilledFigure(.energy, energies.map(\.amount))
      ?? BilledFigure(.energy, periods.map { $0.consumption?.amount })
    var standing = BilledFigure(.standing, periods.flatMap(\.standing).map(\.amount))
    // Some statements print what a day costs, and only the sum of both.
    if standing == nil, !periods.flatMap(\.standing).isEmpty, let energy,
      let sum = BilledFigure(.standing, subtotals)
    {
      standing = sum.less(energy)
    }
    let usages = periods.map { $0.usage(of: flow) }
    let usage =
      usages.contains { $0 == nil }
      ? nil : BilledFigure(.usage, usages.flatMap { $0?.figures ?? [] })
    return [
      usage, energy, standing, BilledFigure(.vat, vat.map(\.amount)),
      total.flatMap { BilledFigure(.total, [$0]) },
    ].compactMap(\.self)
  }
}

extension BilledFigure {
  /// The sum of printed figures; nil where one is not printed, or there is none.
  fileprivate init?(_ line: BillLine, _ figures: [PrintedFigure?]) {
    let known = figures.compactMap(\.self)
    guard !known.isEmpty, known.count == figures.count else { return nil }
    let places = known.map(\.places).max() ?? 0
    let sum = known.reduce(FixedPoint(0, scale: places)) { $0 + $1.number }
    self.init(line, digits: sum.digits, places: places, parts: known.count)
  }

  /// The figure without another, of which it is the sum with something else.
  fileprivate func less(_ other: BilledFigure) -> BilledFigure {
    let rest = value - other.value
    return BilledFigure(line, digits: rest.digits, places: rest.scale, parts: parts + other.parts)
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
