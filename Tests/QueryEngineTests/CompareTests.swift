import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// What the same readings cost elsewhere.
///
/// All days are of January 2024.
@Suite struct CompareTests {
  /// A day of which one half-hour before 12:00 reads 1.3 kWh and one after it 0.7 kWh.
  private func home(_ tariffs: [Tariff], missing: Int? = nil) throws -> MemoryHome {
    var values = [String?](repeating: "0", count: 48)
    (values[4], values[30]) = ("1.3", "0.7")
    if let missing { values[missing] = nil }
    return try oneMeter(values, from: "2024-01-10T00:00", tariffs)
  }

  private func flat(
    _ name: String, _ pence: String, standing: String? = nil, isSecondary: Bool = true,
    unit: ReadingUnit = .electricityImportingKWh
  ) throws -> Tariff {
    var flat = try tariff(name, ["00:00-24:00": pence], unit: unit)
    flat.standingCharge = try standing.map { Rate(micropence: try energy($0)) }
    flat.isSecondary = isSecondary
    return flat
  }

  /// Half the day at 10.1p and half at 33.3p: a mean of 21.7p.
  private func halves(standing: String) throws -> Tariff {
    var halves = try tariff("halves", ["00:00-12:00": "10.1", "12:00-00:00": "33.3"])
    halves.standingCharge = Rate(micropence: try energy(standing))
    halves.isSecondary = true
    return halves
  }

  /// 1.3 kWh * 10.1p + 0.7 kWh * 33.3p = 36.44p, and 2 kWh at 27.9p are 55.8p.
  @Test func oneFlow() throws {
    let home = try home([
      flat("fixed", "27.9", standing: "51.3", isSecondary: false), halves(standing: "47.45"),
    ])
    let table = try ask("compare import 2024-01-10", home)
    #expect(
      table.lines == [
        "halves,2,0.3644,0.4745,0.8389,-0.2321,0", "current,2,0.558,0.513,1.071,0,0",
      ])
    #expect(table.summary.notes == ["cheapest: halves, £0.23 less than current"])
    #expect(table.summary.totals.isEmpty)
  }

  /// Of the 19.36p less for energy, 2 kWh * (21.7p - 27.9p) = -12.4p are the level.
  @Test func whyItDiffers() throws {
    let home = try home([
      flat("fixed", "27.9", standing: "51.3", isSecondary: false), halves(standing: "47.45"),
    ])
    let text = try Explanation(plan("explain compare import 2024-01-10", home)).text(source: home)
    #expect(
      text.hasSuffix(
        """

        why (policy exact)
          halves against current
            price level         -£0.12
            time of use         -£0.07
            standing charge     -£0.04
            difference          -£0.23

        """))
  }

  @Test func pairsOfImportAndExport() throws {
    var home = try home([
      flat("in", "30", standing: "50", isSecondary: false), flat("in 2", "25", standing: "60"),
      flat("out", "15", isSecondary: false, unit: .electricityExportingKWh),
      flat("out 2", "17.5", unit: .electricityExportingKWh),
    ])
    let export = home.addMeter("1900000000002", .export)
    home.store(
      try Array(repeating: energy("0.1"), count: 48), from: try halfHour("2024-01-10T00:00"),
      of: export)
    // Import 2 kWh, export 4.8 kWh. In: 60p + 50p, or 50p + 60p. Out: 72p or 84p.
    #expect(
      try ask("compare 2024-01-10", home).lines == [
        "in+out 2,-2.8,-0.24,0.5,0.26,-0.12,0", "in 2+out 2,-2.8,-0.34,0.6,0.26,-0.12,0",
        "current,-2.8,-0.12,0.5,0.38,0,0", "in 2+out,-2.8,-0.22,0.6,0.38,0,0",
      ])
    #expect(
      try ask("compare 2024-01-10", home).summary.notes
        == [
          "no verdict: in+out 2 and in 2+out 2 are within 2 % and £5 of each other",
          "in+out 2 is £0.12 less than current",
        ])
    #expect(
      try ask("compare export 2024-01-10", home).lines
        == ["out 2,-4.8,-0.84,,-0.84,-0.12,0", "current,-4.8,-0.72,,-0.72,0,0"])
    // What a set does not name stays as it is.
    #expect(
      try ask("compare 2024-01-10 on 'out 2'", home).lines
        == ["out 2,-2.8,-0.24,0.5,0.26,-0.12,0", "current,-2.8,-0.12,0.5,0.38,0,0"])
  }

  /// 2 kWh at 30p and 50p a day, or at 25p and 60p.
  @Test func aHomeWithoutExportHasNoPairs() throws {
    let home = try home([
      flat("in", "30", standing: "50", isSecondary: false), flat("in 2", "25", standing: "60"),
      flat("out", "15", isSecondary: false, unit: .electricityExportingKWh),
      flat("out 2", "17.5", unit: .electricityExportingKWh),
    ])
    let table = try ask("compare 2024-01-10", home)
    #expect(table.lines == ["current,2,0.6,0.5,1.1,0,0", "in 2,2,0.5,0.6,1.1,0,0"])
    #expect(table.summary.isIncomplete == false)
    #expect(!table.summary.notes.contains { $0.contains("left out") })
    // A pair that is named is taken as it is.
    #expect(
      try ask("compare 2024-01-10 on 'in 2'+out", home).lines
        == ["current,2,0.6,0.5,1.1,0,0", "in 2+out,2,0.5,0.6,1.1,0,0"])
  }

  /// Export was read until the day before, and is due.
  @Test func aFlowWithoutReadingsInThePeriodIsLeftOutAndSaid() throws {
    var home = try home([
      flat("in", "30", standing: "50", isSecondary: false), flat("in 2", "20", standing: "50"),
      flat("out", "15", isSecondary: false, unit: .electricityExportingKWh),
    ])
    let export = home.addMeter("1900000000002", .export)
    home.store([100_000], from: try halfHour("2024-01-09T12:00"), of: export)
    let table = try ask("compare 2024-01-10", home)
    #expect(table.lines == ["in 2,2,0.4,0.5,0.9,-0.2,0", "current,2,0.6,0.5,1.1,0,0"])
    #expect(table.rows.map(\.isIncomplete) == [true, true])
    #expect(table.summary.isIncomplete)
    #expect(
      table.summary.notes == [
        "export is left out: it has no readings in the period",
        "no verdict: export has no readings in the period",
      ])
    // Asked for, it is there, and missing.
    #expect(try ask("compare import, export 2024-01-10", home).summary.coverage?.expected == 96)
    // Before its first reading none is due.
    #expect(try !ask("compare 2024-01-08..2024-01-09", home).summary.isIncomplete)
  }

  @Test func partialDataHaveNoVerdict() throws {
    let tariffs = [
      try flat("fixed", "27.9", standing: "51.3", isSecondary: false),
      try halves(standing: "47.45"),
    ]
    let table = try ask("compare import 2024-01-10", home(tariffs, missing: 12))
    #expect(table.summary.notes == ["no verdict: 1 half-hour without a reading"])
    #expect(table.rows.map(\.isIncomplete) == [true, true])
    #expect(table.summary.coverage == Coverage(expected: 48, present: 47))
  }

  @Test func ratesThatEndHaveNoVerdict() throws {
    var home = try home([
      flat("fixed", "27.9", standing: "51.3", isSecondary: false),
      Tariff(name: "agile", unit: .electricityImportingKWh, kind: .dated, isSecondary: true),
    ])
    let noon = Instant(halfHour: try halfHour("2024-01-10T12:00"))
    home.add(
      [
        DatedRate(
          validFrom: nil, validTo: noon, paymentMethod: nil, excludingVAT: nil,
          includingVAT: Rate(micropence: 10_000_000))
      ], .unit, to: "agile")
    let table = try ask("compare import 2024-01-10", home)
    #expect(
      table.lines
        == ["current,2,0.558,0.513,1.071,0,0", "agile,2,0.13,,0.13,-0.941,0.7"])
    #expect(table.summary.notes.contains("no verdict: agile has no rate for 0.7 kWh"))
    #expect(table.summary.notes.contains("the standing charge of agile is not known for every day"))
    #expect(table.summary.coverage?.unpriced == 18 + 6)
  }

  @Test func withoutStandingChargeThereIsNoVerdict() throws {
    let home = try home([
      flat("fixed", "27.9", standing: "51.3", isSecondary: false), flat("other", "20"),
    ])
    let table = try ask("compare import 2024-01-10", home)
    #expect(table.lines.last == "other,2,0.4,,0.4,-0.671,0")
    #expect(
      table.summary.notes == [
        "the standing charge of other is not known for every day",
        "no verdict: the standing charge of other is not known for every day",
      ])
    #expect(table.summary.isIncomplete)
  }

  /// A verdict wants more than 2 % or more than £5 between the first two.
  @Test(arguments: [
    // 2 kWh at 50p and 49.1p: 1.8 %.
    ("50", "49.1", "no verdict: near and current are within 2 % and £5 of each other"),
    ("50", "48.9", "cheapest: near, £0.02 less than current"),
    // £1000 and £994: 0.6 %, but £6.
    ("50000", "49700", "cheapest: near, £6.00 less than current"),
    ("50000", "49800", "no verdict: near and current are within 2 % and £5 of each other"),
    ("50", "50", "no verdict: current and near are within 2 % and £5 of each other"),
  ])
  func nearness(current: String, other: String, note: String) throws {
    let home = try home([
      flat("now", current, standing: "0", isSecondary: false), flat("near", other, standing: "0"),
    ])
    #expect(try ask("compare import 2024-01-10", home).summary.notes == [note])
  }

  /// 2 kWh at 40p, 30p and 20p: 40p less than now, and 20p less than the next.
  @Test(arguments: [
    ("30", ["cheapest: low, £0.40 less than current; next is mid, £0.20 more"]),
    (
      "20.1",
      [
        "no verdict: low and mid are within 2 % and £5 of each other",
        "low is £0.40 less than current",
      ]
    ),
    ("45", ["cheapest: low, £0.40 less than current"]),
  ])
  func whatComesNext(mid: String, notes: [String]) throws {
    let home = try home([
      flat("now", "40", standing: "0", isSecondary: false), flat("mid", mid, standing: "0"),
      flat("low", "20", standing: "0"),
    ])
    #expect(try ask("compare import 2024-01-10", home).summary.notes == notes)
    #expect(try ask("compare import 2024-01-10 limit 1", home).summary.notes == notes)
  }

  /// A bundle is sold whole: of three import and two export tariffs, two pairs are left.
  @Test func bundles() throws {
    func bundled(_ tariff: Tariff, _ bundle: String?) -> Tariff {
      var tariff = tariff
      tariff.bundle = bundle
      return tariff
    }
    let out = ReadingUnit.electricityExportingKWh
    var home = try home([
      bundled(flat("flux in", "30", standing: "0"), "Flux"),
      flat("go", "25", standing: "0", isSecondary: false),
      bundled(flat("lone", "20", standing: "0"), "sun"),
      bundled(flat("flux out", "20", unit: out), "flux"),
      flat("outgoing", "15", isSecondary: false, unit: out),
    ])
    let export = home.addMeter("1900000000002", .export)
    home.store([1_000_000], from: try halfHour("2024-01-10T00:00"), of: export)
    let table = try ask("compare 2024-01-10", home)
    // 2 kWh in, 1 kWh out: 60p - 20p, and 50p - 15p, which is what holds.
    #expect(
      table.lines == ["current,1,0.35,0,0.35,0,0", "flux in+flux out,1,0.4,0,0.4,0.05,0"])
    #expect(
      table.summary.notes.contains("lone is left out: no tariff for export is in its bundle, sun"))
    // A pair that is named is taken, and each flow alone has all its tariffs.
    #expect(
      try ask("compare 2024-01-10 on lone+outgoing", home).rows.first?.cells[0].csv
        == "lone+outgoing")
    #expect(try ask("compare import 2024-01-10", home).rows.count == 3)
  }

  /// Two tariffs that could both be in force leave no difference, and a line to type.
  @Test func nothingInForce() throws {
    let home = try home([
      flat("a", "20", standing: "1", isSecondary: false),
      flat("b", "30", standing: "1", isSecondary: false),
    ])
    let table = try ask("compare import 2024-01-10", home)
    #expect(table.lines == ["a,2,0.4,0.01,0.41,,0", "b,2,0.6,0.01,0.61,,0"])
    #expect(
      table.summary.notes.first
        == "there is no current cost to compare with: two tariffs can price import on 2024-01-10: "
        + "'a' and 'b'; say which one applies: assign a to 1900000000001 from 2024-01-10")
    #expect(
      refusal("compare import 2024-01-10 on current, b", home).hasPrefix("two tariffs can price"))
  }

  @Test(arguments: [
    ("compare by day", "'compare' takes no 'by'"),
    ("compare where weekday", "'compare' takes no 'where'"),
    ("compare with standing", "'compare' takes no 'with'"),
    ("compare import, gas", "'compare' takes one flow, or import and export"),
    ("compare on fixd", "unknown tariff 'fixd'. Did you mean 'fixed'?"),
  ])
  func refusals(text: String, expected: String) throws {
    let home = try home([flat("fixed", "20", standing: "1", isSecondary: false)])
    #expect(refusal(text, home).hasPrefix(expected))
  }

  @Test func rowsAreChosenAndSorted() throws {
    let home = try home([
      flat("a", "20", standing: "1", isSecondary: false), flat("b", "30", standing: "1"),
      flat("c", "10", standing: "1"),
    ])
    func names(_ clauses: String) throws -> [String] {
      try ask("compare import 2024-01-10 \(clauses)", home).rows.map { $0.cells[0].csv }
    }
    #expect(try names("") == ["c", "current", "b"])
    #expect(try names("limit 1") == ["c"])
    #expect(try names("bottom 2") == ["c", "current"])
    #expect(try names("top 1") == ["b"])
    #expect(try names("top 2 order by total") == ["current", "b"])
    #expect(try names("order by tariff") == ["b", "c", "current"])
    #expect(try names("having difference_gbp > 0") == ["b"])
  }
}
