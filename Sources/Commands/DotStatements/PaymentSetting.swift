import EnergyModel
import QueryLanguage
import Tariffs

extension Setting {
  static let payment = Setting(
    name: ".payment", values: PaymentMethod.allCases.map(\.word).joined(separator: "|"),
    summary: "the payment method, where a tariff's rates differ by it",
    details: ["Rates for every payment method apply with either."],
    examples: [".payment non_direct_debit"],
    value: { $0.settings.pricing.payment.word },
    change: { cursor in
      let words = PaymentMethod.allCases.map(\.word)
      let choice = words.joined(separator: " or ")
      let typed = try cursor.onlyOperand(choice, words: words)
      guard let payment = PaymentMethod(word: typed.value) else {
        throw QueryError.unknown(
          "payment method", typed, among: words, hint: "there are: \(choice)")
      }
      return changing { $0.settings.pricing.payment = payment }
    })
}
