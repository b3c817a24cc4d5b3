import EnergyModel
import QueryEngine
import Tariffs
import TestSupport
import Testing

/// A made-up bill of 23 days with a rate a day, as Tracker has, computed by hand.
///
/// All rates are without VAT. Each day has two readings:
///
///  1   3.899 + 4.855 kWh ×  26.2666p =   229.9378164p → 230p
///  2   2.137 + 3.031 kWh ×  27.8314p =   143.8326752p → 144p
///  3   7.767 + 4.759 kWh ×  13.7177p =   171.8279102p → 172p
///  4   9.923 + 0.108 kWh ×  24.3006p =   243.7593186p → 244p
///  5    4.25 + 4.513 kWh ×  18.1428p =   158.9853564p → 159p
///  6   3.142 + 3.853 kWh ×  26.1813p =   183.1381935p → 183p
///  7   9.006 + 3.903 kWh ×  22.4106p =   289.2984354p → 289p
///  8   2.468 +   1.9 kWh ×  15.9746p =    69.7770528p → 70p
///  9   8.572 + 3.195 kWh ×   12.397p =    145.875499p → 146p
/// 10    1.05 + 1.306 kWh ×  27.4953p =    64.7789268p → 65p
/// 11   0.702 + 2.468 kWh ×  12.8129p =    40.6168930p → 41p
/// 12   4.415 + 3.873 kWh ×   27.591p =    228.674208p → 229p
/// 13   6.351 + 3.498 kWh ×  22.3537p =   220.1615913p → 220p
/// 14   9.453 + 3.643 kWh ×  15.5166p =   203.2053936p → 203p
/// 15   5.989 + 0.799 kWh ×  12.9407p =    87.8414716p → 88p
/// 16   2.228 + 4.055 kWh ×  17.6881p =   111.1343323p → 111p
/// 17   4.227 + 3.574 kWh ×  19.8912p =   155.1712512p → 155p
/// 18   6.901 + 4.156 kWh ×  22.1152p =   244.5277664p → 245p
/// 19   9.405 + 2.875 kWh ×  26.0011p =   319.2935080p → 319p
/// 20   9.586 + 3.339 kWh ×  27.3158p =   353.0567150p → 353p
/// 21   3.808 + 2.759 kWh ×  12.7513p =    83.7377871p → 84p
/// 22   4.583 + 4.963 kWh ×  16.2755p =   155.3659230p → 155p
/// 23   5.348 + 4.439 kWh ×  26.9934p =   264.1844058p → 264p
///
/// The days' pence add up to 4169p, 23 days of 45.6789p are 1050.6147p → 1051p, together 5220p;
/// 5 % of that are exactly 261p, and the bill is £54.81. Unrounded it would be
/// (4168.1824306p + 1050.6147p) * 1.05 = 5479.73698713p, a penny less.
@Suite struct TrackerBillTests {
  private static let days = [
    ("3.899", "4.855", "26.2666"),
    ("2.137", "3.031", "27.8314"),
    ("7.767", "4.759", "13.7177"),
    ("9.923", "0.108", "24.3006"),
    ("4.25", "4.513", "18.1428"),
    ("3.142", "3.853", "26.1813"),
    ("9.006", "3.903", "22.4106"),
    ("2.468", "1.9", "15.9746"),
    ("8.572", "3.195", "12.397"),
    ("1.05", "1.306", "27.4953"),
    ("0.702", "2.468", "12.8129"),
    ("4.415", "3.873", "27.591"),
    ("6.351", "3.498", "22.3537"),
    ("9.453", "3.643", "15.5166"),
    ("5.989", "0.799", "12.9407"),
    ("2.228", "4.055", "17.6881"),
    ("4.227", "3.574", "19.8912"),
    ("6.901", "4.156", "22.1152"),
    ("9.405", "2.875", "26.0011"),
    ("9.586", "3.339", "27.3158"),
    ("3.808", "2.759", "12.7513"),
    ("4.583", "4.963", "16.2755"),
    ("5.348", "4.439", "26.9934"),
  ]

  private func home() throws -> MemoryHome {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    let start = try halfHour("2024-05-31T23:00")
    var rates: [DatedRate] = []
    for (index, (first, second, pence)) in TrackerBillTests.days.enumerated() {
      let midnight = start + index * 48
      // The first half-hour of the day and the last.
      home.store([try energy(first)], from: midnight, of: meter)
      home.store([try energy(second)], from: midnight + 47, of: meter)
      let excluding = Rate(micropence: try energy(pence))
      rates.append(
        DatedRate(
          validFrom: Instant(halfHour: midnight), validTo: Instant(halfHour: midnight + 48),
          paymentMethod: nil, excludingVAT: excluding,
          includingVAT: Rate(micropence: excluding.micropence / 100 * 105)))
    }
    home.add(Tariff(name: "tracker", unit: .electricityImportingKWh, kind: .dated))
    home.add(rates, .unit, to: "tracker")
    home.add(
      [
        DatedRate(
          validFrom: nil, validTo: nil, paymentMethod: nil,
          excludingVAT: Rate(micropence: 45_678_900), includingVAT: Rate(micropence: 47_962_845))
      ], .standing, to: "tracker")
    return home
  }

  @Test func theBillToThePenny() throws {
    let table = try ask("bill import from 2024-06-01 to 2024-06-24", home())
    // 4168.1824306p / 201.074 kWh
    #expect(
      table.lines == [
        "import,energy: tracker,201.074,kWh,0.20729594,41.69",
        "import,standing charge,23,days,0.456789,10.51", "import,subtotal,,,,52.2",
        "import,VAT 5%,,,,2.61", "import,total,,,,54.81",
      ])
    #expect(table.header.policy == "bill")
  }

  /// `explain` says that its days are rounded, and shows them.
  @Test func explainTellsTheRule() throws {
    let home = try home()
    let plan = try plan("bill import from 2024-06-01 to 2024-06-24", home)
    let text = try Explanation(plan).text(source: home)
    #expect(
      text.contains("\n         tracker: each local day is rounded to a penny, as its rates "))
    #expect(text.contains("\nlines\n  tracker: 201.074 kWh, £41.681824306 → £41.69 without VAT\n"))
    #expect(
      text.contains(
        "\ndays\n  import 1900000000001 2024-06-01 tracker: 8.754 kWh, £2.299378164 → £2.30 "))
  }

  /// Issue 13 §7.4: the groups that a bill adds up by, and those that it rounds in, are in its plan.
  @Test func explainShowsWhatABillRuns() throws {
    let text = try plan("bill import from 2024-06-01 to 2024-06-24", home()).explanation
    #expect(
      text.contains(
        """

        └─ Group: by flow, tariff, band, those that occur
           └─ Round: each local day to a penny
              └─ Group: by flow, tariff, band, meter, day (calendar), those that occur
                 └─ Price: bill, 1 tariff,
        """))
    let exact = try plan("bill import from 2024-06-01 to 2024-06-24 using exact", home())
    #expect(!exact.explanation.contains("Round"))
    #expect(exact.explanation.contains("\n└─ Group: by flow, tariff, band, those that occur\n"))
  }

  @Test func unroundedItIsAPennyLess() throws {
    let lines = try ask("bill import from 2024-06-01 to 2024-06-24 using exact", home()).lines
    #expect(
      lines == [
        "import,energy: tracker,201.074,kWh,0.20729594,41.681824306",
        "import,standing charge,23,days,0.456789,10.506147", "import,subtotal,,,,52.187971306",
        "import,VAT 5%,,,,2.6093985653", "import,total,,,,54.7973698713",
      ])
    let exact = try ask("cost from 2024-06-01 to 2024-06-24 with standing", home())
    #expect(exact.lines == ["201.074,43.7659155213,11.03145435,54.7973698713"])
  }

  /// Days of whole pence add up to the same whichever way they are grouped.
  @Test func groupsOfDays() throws {
    let period = "from 2024-06-01 to 2024-06-24 using bill"
    #expect(try ask("cost \(period)", home()).lines == ["201.074,41.69"])
    let first = try ask("cost \(period) by day", home()).lines.prefix(2)
    #expect(first == ["2024-06-01,8.754,2.3", "2024-06-02,5.168,1.44"])
    for keys in ["day", "week", "weekday", "month", "tariff, week", "daytype"] {
      let table = try ask("cost \(period) by \(keys)", home())
      #expect(table.totalLine?.hasSuffix("201.074,41.69") == true, "\(keys)")
    }
    // 1 and 2 June 2024 are a Saturday and a Sunday: 230p + 144p + …
    let weekend = try ask("cost \(period) where weekend", home()).lines
    // days 1, 2, 8, 9, 15, 16, 22, 23: 230 + 144 + 70 + 146 + 88 + 111 + 155 + 264 = 1208
    #expect(weekend.first?.hasSuffix(",12.08") == true)
  }

  /// The day of 23 hours is a day as the others are, and the bill has one line.
  ///
  /// 30 March to 1 April 2024: (48 + 46 + 48) half-hours of 1 kWh at 10p, 20p and 30p without VAT are
  /// 480p + 920p + 1440p = 2840p.
  @Test func aDayOf23HoursIsInTheSameLine() throws {
    var home = MemoryHome()
    let meter = home.addMeter("1900000000001")
    var rates: [DatedRate] = []
    for (number, pence) in [("2024-03-30", "10"), ("2024-03-31", "20"), ("2024-04-01", "30")] {
      let day = try day(number)
      let time = london.range(from: day, to: day + 1)
      home.store(
        Array(repeating: try energy("1"), count: time.halfHours.count),
        from: time.halfHours.lowerBound, of: meter)
      rates.append(
        DatedRate(
          validFrom: time.start, validTo: time.end, paymentMethod: nil,
          excludingVAT: Rate(micropence: try energy(pence)), includingVAT: nil))
    }
    home.add(Tariff(name: "tracker", unit: .electricityImportingKWh, kind: .dated))
    home.add(rates, .unit, to: "tracker")
    let lines = try ask("bill import from 2024-03-30 to 2024-04-02", home).lines
    #expect(lines.first == "import,energy: tracker,142,kWh,0.2,28.4")
    #expect(try ask("cost by band", home).lines == ["all day,142,29.82"])
  }
}
