package import EnergyModel

/// The figures of a bill that `billed` sets beside octowatt's own, or the file of its text.
package enum Billed: Hashable, Sendable, CustomStringConvertible {
  /// As typed, each line once.
  case figures([BilledFigure])
  /// A statement's text or PDF, which also has its period and flow.
  case file(String)

  /// As typed behind `billed`.
  package var description: String {
    switch self {
    case .figures(let figures): figures.map(\.description).joined(separator: ", ")
    case .file(let path): "from \(quotedIfNeeded(path))"
    }
  }
}

/// A line of a bill that figures are compared on, in the order of a bill.
package enum BillLine: String, DescribedWord, Comparable {
  case usage, energy, standing, vat, total

  package var summary: String {
    switch self {
    case .usage: "the kWh"
    case .energy: "the cost of the kWh, without VAT"
    case .standing: "the standing charges, without VAT"
    case .vat: "the VAT"
    case .total: "the total, with VAT"
    }
  }

  package var isMoney: Bool { self != .usage }

  package static func < (left: BillLine, right: BillLine) -> Bool { left.place < right.place }

  private var place: Int { BillLine.allCases.firstIndex(of: self) ?? 0 }
}

/// A figure as printed on a bill: how many digits it has says how it was rounded.
package struct BilledFigure: Hashable, Sendable, CustomStringConvertible {
  package var line: BillLine
  /// The number in units of 10^-``places`` kWh or pounds.
  package var digits: Int128
  /// The decimals that are printed, zeros at the end among them.
  package var places: Int
  /// Half of the last digit of what is printed, in kWh or pounds: by so much rounding can have changed
  /// the figure.
  ///
  /// Money is printed to the penny at least, so that £74.1 is £74.10. A sum of printed figures has that of
  /// all of them.
  package var halfDigit: FixedPoint

  package init(_ line: BillLine, digits: Int128, places: Int) {
    (self.line, self.digits, self.places) = (line, digits, places)
    halfDigit = FixedPoint(5, scale: (line.isMoney ? max(places, 2) : places) + 1)
  }

  package var value: FixedPoint { FixedPoint(digits, scale: places) }

  /// As typed: `usage 312.40 kWh`, `total -£4.10`.
  package var description: String {
    let number = value.text(places: places)
    guard line.isMoney else { return "\(line.word) \(number) kWh" }
    return line.word + " "
      + (number.hasPrefix("-") ? "-£\(number.dropFirst())" : "£\(number)")
  }
}
