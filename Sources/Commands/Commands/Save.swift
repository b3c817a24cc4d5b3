import EnergyModel
import QueryLanguage

extension CommandPage {
  static let save = CommandPage(
    SaveReadings.self, SaveConfiguration.self,
    summary: "write the cache to files that 'import' can read",
    details: [
      "Readings are those of every flow and all time unless the statement narrows them.",
      "The extension .csv makes a CSV of one meter, which it does not name. A name with / at its",
      "end makes a folder, meter=house/month=2023-07/SERIAL.csv in it, as tools for data load it;",
      "'with cost' adds rates in p and exact costs. A configuration can't hold rates with dates,",
      "agreements or calorific values; in place of API keys it has <api key>. A file that exists",
      "is kept; 'into!' replaces it. A folder that exists must be empty, and is replaced by one that",
      "only you can open.",
    ],
    examples: [
      "save readings import 2023-07 into july.json", "save readings meter house into house.csv",
      "save readings with cost into readings/", "save config into home.json",
    ])
}
