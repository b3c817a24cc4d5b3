package import EnergyModel

/// What the text of a supplier's statement says about energy: its figures as they are printed.
///
/// Nothing is worked out and nothing is guessed: what was not understood is in ``notes``.
package struct BilledStatement: Hashable, Sendable {
  /// The charges, in the order of the statement; those of two meter points are never one block.
  package var blocks: [BilledBlock] = []
  /// The pages that list half-hours, one for each day, in the order of the statement.
  package var days: [BilledDay] = []
  /// Lines that were not understood, and figures that contradict each other or lack something, in
  /// the order of their lines.
  package var notes: [ImportNote] = []

  package init() {}
}

/// The charges for one meter point under one total.
///
/// Where prices or tariffs change it has several periods, unless each is printed with a total of
/// its own: then each is a block.
package struct BilledBlock: Hashable, Sendable {
  /// The line on which it begins, counted from 1.
  package var line: Int
  /// Nil where nothing in the block says which it is.
  package var flow: Flow?
  /// The MPAN or MPRN, as digits; nil where none is printed.
  package var number: String?
  package var periods: [BilledPeriod] = []
  /// The charges before VAT in pounds; one a period, or one for all.
  package var subtotals: [PrintedFigure] = []
  package var vat: [BilledVAT] = []
  /// The total of charges with VAT, or of credits, in pounds, with the sign that is printed.
  package var total: PrintedFigure?
  /// Whether the total is of credits, which are paid to the customer.
  package var isCredit = false

  package init(line: Int, flow: Flow? = nil, number: String? = nil) {
    (self.line, self.flow, self.number) = (line, flow, number)
  }

  /// The local days from the first to the last of the block; nil where a period has no dates.
  package var days: Range<LocalDay>? {
    let all = periods.compactMap(\.days)
    guard all.count == periods.count, let first = all.map(\.lowerBound).min(),
      let end = all.map(\.upperBound).max()
    else { return nil }
    return first..<end
  }
}

/// The charges of one tariff at one set of prices.
package struct BilledPeriod: Hashable, Sendable {
  /// The line on which it begins, counted from 1.
  package var line: Int
  /// The tariff's name as it is printed.
  package var tariff: String?
  /// The local days, the end being the day after the last one that is printed.
  package var days: Range<LocalDay>?
  /// The serial numbers of its meters: two where a meter was exchanged.
  package var serials: [String] = []
  /// A charge for each rate, in order; reversals of earlier charges are negative.
  package var charges: [BilledEnergy] = []
  /// What is printed as the total consumption: its energy, the mean rate and the cost of it.
  package var consumption: BilledEnergy?
  package var standing: [BilledStanding] = []
  package var reads: [BilledRead] = []
  /// The gas in cubic metres.
  package var volume: PrintedFigure?
  /// The calorific value in MJ/m³.
  package var calorificValue: PrintedFigure?

  package init(line: Int, tariff: String? = nil, days: Range<LocalDay>? = nil) {
    (self.line, self.tariff, self.days) = (line, tariff, days)
  }

  /// The energy in kWh, of a block of that flow; nil where the statement does not say it.
  ///
  /// The difference of two meter reads is energy for electricity alone: gas is read by volume.
  package func usage(of flow: Flow?) -> BilledUsage? {
    if let energy = consumption?.energy {
      return BilledUsage(energy: energy.number, figures: [energy])
    }
    let energies = charges.map(\.energy)
    if let first = energies.first {
      let sum = energies.dropFirst().reduce(first.number) { $0 + $1.number }
      return BilledUsage(energy: sum, figures: energies)
    }
    guard flow == .import || flow == .export, serials.count < 2, reads.count >= 2,
      let first = reads.first, let last = reads.last
    else { return nil }
    return BilledUsage(
      energy: last.value.number - first.value.number, figures: [first.value, last.value],
      isOfReads: true)
  }
}

/// The energy of a period, and where it comes from.
package struct BilledUsage: Hashable, Sendable {
  /// The energy in kWh.
  package var energy: FixedPoint
  /// The printed figures that it is made of, each of which was rounded.
  package var figures: [PrintedFigure]
  /// Whether it is the difference of two meter reads.
  package var isOfReads = false
}
