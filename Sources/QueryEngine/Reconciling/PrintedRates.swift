import EnergyModel
import QueryLanguage
import Tariffs

/// The rates that a bill prints and octowatt's tariffs don't have, each beside the one in its place.
struct PrintedRates {
  struct Difference {
    /// One for each rate of VAT that it has; none where none of octowatt's is left for it.
    var ours: [Price]
    var theirs: PrintedNumber
  }

  private(set) var units: [Difference] = []
  private(set) var standing: [Difference] = []

  /// The most rates of octowatt's that are looked at: of more, as by the half-hour, a bill prints the
  /// mean.
  private static let most = 8

  /// `plan`: that of the bill.
  init(_ plan: Plan, _ printed: PrintedBill) {
    var prices: Set<Price> = []
    for scan in plan.scans { scan.timeline?.rows.forEachPrice { prices.insert($2) } }
    units = PrintedRates.differences(prices, printed.unitRates)
    let charges = plan.report.aggregate?.charges.known ?? []
    standing = PrintedRates.differences(Set(charges.map(\.price)), printed.standingRates)
  }

  var isEmpty: Bool { units.isEmpty && standing.isEmpty }

  /// Those that the bill has in place of others, as prices.
  static func replacements(_ differences: [Difference]) -> [Price: Price] {
    var prices: [Price: Price] = [:]
    for difference in differences {
      let pence = difference.theirs.value.rounded(places: 6, .even)
      guard let micropence = Int64(exactly: pence.digits) else { continue }
      for ours in difference.ours {
        prices[ours] = Price(excluding: Rate(micropence: micropence), vat: ours.vat)
      }
    }
    return prices
  }

  /// Those that are printed and not ours; where as many of ours are not printed, in their order.
  private static func differences(
    _ prices: Set<Price>, _ printed: [PrintedNumber]
  ) -> [Difference] {
    let known = Dictionary(grouping: prices, by: \.pence)
    guard !known.isEmpty, known.count <= most else { return [] }
    let others = Set(printed).filter { number in
      !known.keys.contains(where: number.isPrint)
    }.sorted { $0.value < $1.value }
    let left = known.filter { pence, _ in !printed.contains { $0.isPrint(of: pence) } }
      .sorted { $0.key < $1.key }
    return others.enumerated().map { index, number in
      Difference(ours: left.count == others.count ? left[index].value : [], theirs: number)
    }
  }

  // MARK: In words

  var unitWords: [String] { words(units, "rate", per: "/kWh") }

  var standingWords: [String] { words(standing, "standing charge", per: " a day") }

  /// Those that are in the place of others.
  var replacing: PrintedRates {
    var replacing = self
    replacing.units.removeAll(where: \.ours.isEmpty)
    replacing.standing.removeAll(where: \.ours.isEmpty)
    return replacing
  }

  /// Those that are in the place of none.
  var others: PrintedRates {
    var others = self
    others.units.removeAll { !$0.ours.isEmpty }
    others.standing.removeAll { !$0.ours.isEmpty }
    return others
  }

  private func words(_ differences: [Difference], _ name: String, per unit: String) -> [String] {
    differences.map { PrintedRates.words($0, name, per: unit) }
  }

  private static func words(_ difference: Difference, _ name: String, per unit: String) -> String {
    let theirs = "the bill's \(name) is \(difference.theirs.text)p\(unit)"
    guard let ours = difference.ours.first else {
      return "\(theirs), which the tariff does not have"
    }
    let includesVAT =
      ours.vat != .zero && difference.theirs.isPrint(of: ours.payable.inMajorUnit.asPence)
    let own = ours.pence.rounded(places: 4, .even)
    let places = max(difference.theirs.places, own.shortestPlaces)
    return "\(theirs), the tariff's \(own.text(places: places))p"
      + (includesVAT ? " without VAT" : "")
  }
}

extension Price {
  /// Without VAT, in pence.
  fileprivate var pence: FixedPoint { withoutVAT.asPence }
}

extension FixedPoint {
  /// Pounds in pence.
  var asPence: FixedPoint { FixedPoint(digits, scale: scale - 2) }

  /// The decimals without zeros at the end.
  fileprivate var shortestPlaces: Int {
    text.split(separator: ".").dropFirst().first?.count ?? 0
  }
}
