import EnergyModel
import QueryLanguage
import Tariffs

extension Setting {
  static let payment = Setting(
    name: ".payment", values: PaymentMethod.allCases.map(\.word).joined(separator: "|"),
    summary: "how you pay, where a tariff's rates differ by it",
    details: ["Rates that are for every way of paying hold with either."],
    examples: [".payment non_direct_debit"],
    value: { $0.settings.pricing.payment.word },
    change: { cursor in
      let words = PaymentMethod.allCases.map(\.word)
      let choice = words.joined(separator: " or ")
      let typed = try cursor.onlyOperand(choice, words: words)
      guard let payment = PaymentMethod(word: typed.value) else {
        throw QueryError.unknown("way of paying", typed, among: words, hint: "there are: \(choice)")
      }
      return changing { $0.settings.pricing.payment = payment }
    })
}
