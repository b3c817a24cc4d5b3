/// Example statements for each word, all of which run on the bundled home.
extension Clause {
  package var examples: [String] {
    switch self {
    case .from: ["cost import from 2023-07-01 to 2023-08-01 by day"]
    case .versus:
      [
        "cost import 2023-10 versus 2023-07 by weekday per day",
        "usage import 2023-10-31 versus previous by halfhour",
        "explain cost import 2023-11 versus year earlier with standing",
      ]
    case .by: ["cost import last month by day", "cost import 2023-07 by weekday, band"]
    case .across: ["cost import from 2023-07-01 to 2023-07-04 by hour across day"]
    case .on:
      [
        "cost import 2023-07 on current, flux_import_2023-07",
        "net 2023-07 on flux_import_2023-07+flux_export_2023-07",
        "compare 2023-07 on 27p+15p, current+15p",
      ]
    case .meter: ["usage 2023-07 by day meter house", "gaps 2023-10 meter house, solar"]
    case .where:
      [
        "cost import 2023-07 where weekday and time 16:00-19:00",
        "cost import 2023-07 by day where day in (sat, sun) and rate < 20p",
        "usage import 2023-07 by halfhour where usage > 500 Wh",
      ]
    case .having:
      [
        "cost import 2023-07 by day having cost > £6 and usage < 30 kWh",
        "cost import 2023-07 by day with price having average_rate < 20.5 p per kWh",
      ]
    case .with: ["cost import 2023-07 by day with price, share"]
    case .per: ["cost import 2023-07 by halfhour per day", "usage 2023-07 by weekday per day"]
    case .projected:
      [
        "usage import 2023-11 projected", "bill import 2023-11 projected",
        "explain cost import this month with standing projected",
      ]
    case .above: ["cost import 2023-07 above 2kW", "usage import 2023-07 by hour above 300W"]
    case .below: ["usage import 2023-07 below 300W with share"]
    case .billed:
      [
        "reconcile import 2023-07 billed usage 495.6 kWh, energy £109.27",
        "reconcile import 2023-07 billed energy £109.27, standing £14.15, total £129.59",
        "explain reconcile import 2023-07 billed usage 495.6 kWh, total £123.42",
      ]
    case .order: ["cost import 2023-07 by day order by cost desc"]
    case .limit: ["readings import yesterday limit 10"]
    case .top: ["cost import 2023-07 by day top 5"]
    case .bottom: ["cost import 2023-07 by day bottom 5"]
    case .using: ["cost import last month by day using bill"]
    case .chart:
      [
        "cost import from 2023-07-01 to 2023-08-01 by halfhour chart",
        "usage import 2023-07 by day, halfhour chart heatmap",
        "net 2023-07 by day chart into july.svg",
      ]
    case .as: ["cost import last month by week as csv"]
    case .into:
      [
        "cost import last month by day into october.csv", "cost last month into! october.json",
        "net 2023-07 by day chart into july.html open",
      ]
    }
  }
}

extension GroupKey {
  package var example: String {
    switch self {
    case .cyclic(.halfhour): "cost import last month by halfhour"
    case .cyclic(.hour): "usage import yesterday by hour"
    case .cyclic(.weekday): "usage import 2023-07 by weekday"
    case .cyclic(.daytype): "cost import 2023-07 by daytype, hour"
    case .calendar(.slot): "usage import 2023-10-29 by slot"
    case .calendar(.day): "cost import last month by day"
    case .calendar(.week): "cost import 2023-07 by week"
    case .calendar(.month): "cost import 2023 by month"
    case .calendar(.quarter): "cost import 2023 by quarter"
    case .calendar(.year): "cost import all by year"
    case .label(.rate): "cost import 2023-07 by rate"
    case .label(.band): "cost import 2023-07 by week, band"
    case .label(.tariff): "cost import 2023-07 by tariff"
    case .source(.meter): "usage import 2023-07 by meter"
    case .source(.flow): "usage import, export 2023-07 by day, flow"
    }
  }
}

extension Extra {
  package var example: String {
    switch self {
    case .standing: "cost import 2023-07 by week with standing"
    case .coverage: "usage import 2023-10 by week with coverage"
    case .price: "cost import 2023-07 by day with price"
    case .share: "cost import 2023-07 by band with share"
    case .cumulative: "cost import 2023-07 by day with cumulative"
    case .rolling: "usage import 2023-07 by day with rolling 7"
    case .spread: "usage import 2023-07 by day with spread"
    case .power: "usage import 2023-07 by hour with power"
    case .supplier: "cost import 2023-07 by day with supplier"
    case .vat: "cost import 2023-07 with vat"
    case .volume: "usage gas last month with volume"
    case .revisions: "readings import yesterday with revisions"
    case .spark: "usage import 2023-07 by week with spark"
    }
  }
}
