import EnergyModel
import QueryLanguage

/// `net`: import, export, and the cost of import less the income from export.
enum Net: MeasureRule {
  static let needs = MeasureNeeds(flows: .both, pairsFlows: true, keys: .asked)

  static func columns(_ maker: ColumnMaker) -> [ResultColumn] {
    let net = maker.cost("net_cost", "net cost")
    return [
      maker.energy("import"), maker.cost("import_cost", "import cost"),
      maker.energy("export"), maker.money("export_income", "export income"), net,
    ] + maker.extraColumns(running: net)
  }

  static func report(_ maker: ReportMaker) throws(QueryError) -> Report {
    var sums = maker.sums
    sums.separatesExport = true
    return try maker.breakdown(.net, sums)
  }

  static func cells(_ figures: Figures) -> [Cell] {
    let sums = figures.sums
    // A flow with no expected readings adds nothing; one whose readings are missing leaves no
    // result.
    func part(_ sum: GroupSum) -> Int128? {
      sum.isEmpty ? 0 : sum.present > sum.unpriced ? sum.money : nil
    }
    var net = Cell.missing
    if let cost = part(sums[0]), let income = part(sums[1]), !sums.allSatisfy(\.isEmpty) {
      net = .number(Money(picopence: cost - income).inMajorUnit)
    }
    return [
      figures.usage(sums[0]), figures.money(sums[0]), figures.usage(sums[1]),
      figures.money(sums[1]), net,
    ]
  }
}
