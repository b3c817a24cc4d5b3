import EnergyModel
import QueryLanguage

extension CommandPage {
  static let save = CommandPage(
    SaveReadings.self, SaveConfiguration.self,
    summary: "write the cache to files that 'import' reads again",
    details: [
      "Readings are of every flow and all time, unless the statement says otherwise.",
      "The extension .csv makes a CSV; its lines name no meter, so it takes the readings of one.",
      "Rates with dates, agreements and calorific values have no place in a configuration, nor have",
      "API keys, for which it has <api key>. A file that exists is kept; 'into!' replaces it.",
    ],
    examples: [
      "save readings import 2023-07 into july.json", "save readings meter house into house.csv",
      "save config into home.json",
    ])
}
