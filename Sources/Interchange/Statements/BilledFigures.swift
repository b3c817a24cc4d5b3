package import EnergyModel

/// A number as a statement prints it, with its digits and its line.
package struct PrintedFigure: Hashable, Sendable {
  /// The number in units of the last printed digit.
  package var digits: Int64
  /// The number of decimals printed: 2 for `£5.90`.
  package var places: Int
  /// The line that it stands on, counted from 1.
  package var line: Int

  package init(digits: Int64, places: Int, line: Int) {
    (self.digits, self.places, self.line) = (digits, places, line)
  }

  package var number: FixedPoint { FixedPoint(Int128(digits), scale: places) }

  /// The digits as they are printed, without marks for thousands: `5.90`.
  package var text: String { number.text(places: places) }

  /// Half a unit of the last printed digit: the most by which rounding can have changed the number.
  package var halfLastDigit: FixedPoint { FixedPoint(5, scale: places + 1) }
}

/// A charge or credit for energy at one rate.
package struct BilledEnergy: Hashable, Sendable {
  /// The rate in p/kWh, without VAT; nil where it is not printed.
  package var rate: PrintedFigure?
  /// The energy in kWh, negative for a reversal.
  package var energy: PrintedFigure
  /// The amount in pounds, without VAT; nil where it is not printed.
  package var amount: PrintedFigure?

  package init(rate: PrintedFigure?, energy: PrintedFigure, amount: PrintedFigure? = nil) {
    (self.rate, self.energy, self.amount) = (rate, energy, amount)
  }
}

/// A standing charge for a number of days.
package struct BilledStanding: Hashable, Sendable {
  /// The days, of which the first and the last both count; negative for a reversal.
  package var days: PrintedFigure
  /// The rate in p a day, without VAT.
  package var rate: PrintedFigure
  /// The amount in pounds, without VAT; nil where it is not printed.
  package var amount: PrintedFigure?

  package init(days: PrintedFigure, rate: PrintedFigure, amount: PrintedFigure? = nil) {
    (self.days, self.rate, self.amount) = (days, rate, amount)
  }
}

/// A line of VAT.
package struct BilledVAT: Hashable, Sendable {
  /// The rate in per cent.
  package var percent: PrintedFigure
  /// The amount in pounds; nil where it is not printed.
  package var amount: PrintedFigure?

  package init(percent: PrintedFigure, amount: PrintedFigure? = nil) {
    (self.percent, self.amount) = (percent, amount)
  }
}

/// What a meter showed on a day.
package struct BilledRead: Hashable, Sendable {
  /// The day; nil where none is printed with it.
  package var day: LocalDay?
  /// The number on the meter.
  package var value: PrintedFigure
  /// How it was read, in the statement's words: `Smart meter`, `Customer`, `Estimated`.
  package var kind: String

  package init(day: LocalDay?, value: PrintedFigure, kind: String) {
    (self.day, self.value, self.kind) = (day, value, kind)
  }
}

/// A page that lists the half-hours of one local day.
package struct BilledDay: Hashable, Sendable {
  package var day: LocalDay
  /// The line of its heading, counted from 1.
  package var line: Int
  /// Whether it is of a gas meter, and not one of electricity; nil where it is not said.
  package var isOfGas: Bool?
  /// The serial number of the meter; nil where none is printed.
  package var serial: String?
  /// The total in kWh.
  package var energy: PrintedFigure?
  /// In the order of the page.
  package var halfHours: [BilledHalfHour] = []

  package init(day: LocalDay, line: Int) { (self.day, self.line) = (day, line) }
}

/// A row of such a page.
package struct BilledHalfHour: Hashable, Sendable {
  /// When it begins.
  ///
  /// Of the hour that the clock shows twice, the first rows are of summer time.
  package var start: Instant
  /// The rate in p/kWh, without VAT; negative where the customer is paid.
  package var rate: PrintedFigure
  /// The energy in kWh.
  package var energy: PrintedFigure
  /// The cost in pence, without VAT.
  package var cost: PrintedFigure

  package init(
    start: Instant, rate: PrintedFigure, energy: PrintedFigure, cost: PrintedFigure
  ) {
    (self.start, self.rate, self.energy, self.cost) = (start, rate, energy, cost)
  }
}
