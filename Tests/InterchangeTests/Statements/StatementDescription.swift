import EnergyModel
import Interchange
import TestSupport

/// Reads a statement's text.
func readStatement(_ text: String) throws(ImportError) -> BilledStatement {
  try BilledStatement.read(Array(text.utf8), path: "bill.txt", zone: londonZone())
}

/// All that is in a statement as lines of text: each figure as it is printed, `#` and its line.
func description(of statement: BilledStatement) -> String {
  let blocks = statement.blocks.flatMap(lines(of:))
  let days = statement.days.flatMap(lines(of:))
  let notes = statement.notes.map { "\($0.kind) \($0.line ?? 0): \($0.text)" }
  return (blocks + days + notes).joined(separator: "\n")
}

/// All figures in a statement.
func figures(of statement: BilledStatement) -> [PrintedFigure] {
  var figures: [PrintedFigure?] = []
  for block in statement.blocks {
    figures += block.subtotals
    figures.append(block.total)
    for vat in block.vat { figures += [vat.percent, vat.amount] }
    for period in block.periods {
      figures += [period.volume, period.calorificValue]
      figures += period.reads.map(\.value)
      for standing in period.standing {
        figures += [standing.days, standing.rate, standing.amount]
      }
      for energy in period.charges + [period.consumption].compactMap(\.self) {
        figures += [energy.rate, energy.energy, energy.amount]
      }
    }
  }
  for day in statement.days {
    figures.append(day.energy)
    for row in day.halfHours { figures += [row.rate, row.energy, row.cost] }
  }
  return figures.compactMap(\.self)
}

private func text(_ figure: PrintedFigure?) -> String {
  figure.map { "\($0.text)#\($0.line)" } ?? "-"
}

private func text(_ days: Range<LocalDay>?) -> String {
  days.map { "\($0.lowerBound)..<\($0.upperBound)" } ?? "-"
}

private func text(_ energy: BilledEnergy) -> String {
  "\(text(energy.energy)) kWh at \(text(energy.rate)) = \(text(energy.amount))"
}

private func lines(of block: BilledBlock) -> [String] {
  let title = "block #\(block.line) \(block.flow?.rawValue ?? "-") \(block.number ?? "-")"
  let vat = block.vat.map { "vat \(text($0.percent))% = \(text($0.amount))" }
  let total = block.total.map { ["\(block.isCredit ? "credits" : "charges") \(text($0))"] } ?? []
  return [title] + block.periods.flatMap { lines(of: $0) }
    + block.subtotals.map { "subtotal \(text($0))" } + vat + total
}

private func lines(of period: BilledPeriod) -> [String] {
  let serials = period.serials.isEmpty ? "-" : period.serials.joined(separator: ",")
  var lines = ["period #\(period.line) '\(period.tariff ?? "-")' \(text(period.days)) \(serials)"]
  lines += period.reads.map {
    "read \($0.day.map(\.description) ?? "-") \(text($0.value)) \($0.kind)"
  }
  lines += period.charges.map { "energy \(text($0))" }
  lines += period.consumption.map { ["total \(text($0))"] } ?? []
  lines += period.standing.map {
    "standing \(text($0.days)) days at \(text($0.rate)) = \(text($0.amount))"
  }
  if period.volume != nil || period.calorificValue != nil {
    lines.append("gas \(text(period.volume)) m3 of \(text(period.calorificValue))")
  }
  return lines.map { "  \($0)" }
}

private func lines(of day: BilledDay) -> [String] {
  let fuel = day.isOfGas.map { $0 ? "gas" : "electricity" } ?? "-"
  let title = "day #\(day.line) \(day.day) \(fuel) \(day.serial ?? "-") \(text(day.energy)) kWh"
  return [title]
    + day.halfHours.map {
      "  \(ClockZone.utcStamp($0.start)) \(text($0.energy)) kWh at \(text($0.rate)) = "
        + text($0.cost)
    }
}
