import EnergyModel
import QueryLanguage

extension Report.Projected {
  private var zone: ClockZone { whole.period.zone }

  /// The forecasts, each once, in the order of the scans.
  var forecasts: [Forecast] {
    whole.scans.filter { $0.alternative == 0 }.compactMap(\.forecast)
  }

  /// Notes on what is projected from what, for the reader of the figures.
  var notes: [String] {
    var notes = forecasts.map { forecast in
      let start = zone.shortStamp(Instant(halfHour: forecast.halfHours.lowerBound))
      let season =
        forecast.factor.map { "times \($0.text) for the season" }
        ?? "without a seasonal factor, as the same days a year ago are not known"
      let span = [forecast.days.first, forecast.days.last].compactMap { $0.map(String.init) }
      return "\(forecast.point.name) is projected from \(start) on by its last "
        + "\(forecast.days.count) complete days (\(span.joined(separator: " to "))), \(season)"
    }
    for scan in whole.scans {
      guard let forecast = scan.forecast, forecast.meanPriced > 0 else { continue }
      let name = whole.alternatives.isEmpty ? "" : " on \(whole.alternatives[scan.alternative])"
      notes.append(
        "\(counted(forecast.meanPriced, "half-hour")) to come of \(forecast.point.name)\(name) "
          + "\(havingVerb(forecast.meanPriced)) no rate yet, and the price is the mean rate of the same "
          + "half-hours of those days")
    }
    notes += backtests.compactMap { backtest in
      let count = backtest.trials.count
      guard count < Backtest.fewestTrials else { return nil }
      return
        "no range: \(count == 0 ? "no past period" : counted(count, "past period") + " alone") "
        + "of \(backtest.flow.rawValue) can be compared, and \(Backtest.fewestTrials) are needed"
    }
    return notes
  }

  /// What the projection is made of, and the past periods that make the range.
  var lines: [String] {
    var lines = ["", "projection"]
    for forecast in forecasts {
      let (first, last) = (forecast.days.first, forecast.days.last)
      lines.append(
        "  \(forecast.point.name): \(counted(forecast.halfHours.count, "half-hour")) from "
          + zone.localTime(Instant(halfHour: forecast.halfHours.lowerBound)).tableText
          + ", \(number(forecast.quantities.reduce(0) { $0 + Int128($1) }))")
      lines.append(
        "    means of \(forecast.days.count) complete days from \(first.map(String.init) ?? "") to "
          + (last.map(String.init) ?? ""))
      lines.append(
        "    seasonal factor "
          + (forecast.factor.map { $0.text + ($0.isLimited ? ", its limit" : "") }
            ?? "1, as the same days a year ago are not known"))
    }
    for backtest in backtests {
      lines += [
        "", "backtest of \(backtest.flow.rawValue): the rest of past periods, actual ÷ projected",
      ]
      lines += backtest.trials.map { trial in
        "  \(trial.days.lowerBound) to \(trial.days.upperBound)  \(number(trial.actual)) ÷ "
          + "\(number(trial.projected)) = \(trial.ratioText)"
      }
      if let low = backtest.percentile(10), let high = backtest.percentile(90) {
        lines.append(
          "  10th to 90th percentile of \(backtest.trials.count): \(low.ratioText) to \(high.ratioText)"
        )
      } else {
        lines.append(
          "  \(counted(backtest.trials.count, "period")), of \(Backtest.fewestTrials) that a range needs"
        )
      }
    }
    return lines
  }

  private func number(_ quantity: Int128) -> String {
    let unit = whole.scans.contains { $0.meter.unit == .m3 && $0.heat.isEmpty } ? "m³" : "kWh"
    return FixedPoint(quantity, scale: 6).text + " " + unit
  }
}

extension Backtest.Trial {
  /// To four places.
  fileprivate var ratioText: String {
    FixedPoint(divide(actual * 10_000, by: projected, .even), scale: 4).text(places: 4)
  }
}
