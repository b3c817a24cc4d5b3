import EnergyModel
import QueryLanguage

extension CommandPage {
  static let save = CommandPage(
    SaveReadings.self, SaveConfiguration.self,
    summary: "write the cache to files that 'import' can read",
    details: [
      "Readings are those of every flow and all time unless the statement narrows them.",
      "The extension .csv makes a CSV; its lines name no meter, so it holds those of one meter.",
      "A configuration can't hold rates with dates, agreements or calorific values; in place of",
      "API keys it has <api key>. A file that exists is kept; 'into!' replaces it.",
    ],
    examples: [
      "save readings import 2023-07 into july.json", "save readings meter house into house.csv",
      "save config into home.json",
    ])
}
