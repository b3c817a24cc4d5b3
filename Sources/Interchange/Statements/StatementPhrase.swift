import EnergyModel

/// What the words of a statement say about the figures that follow.
enum StatementPhrase: Hashable {
  /// The heading above all charges.
  case detail
  /// The heading of a fuel; alone in its cell.
  case section(Flow)
  /// A supply number follows; of a flow, where the words name one.
  case supply(Flow?)
  /// The serial number of the meter that the charges are for; of a flow, where the words name one.
  case meter(Flow?)
  /// The serial number of the meter that a page of half-hours is of follows.
  case pageMeter(isOfGas: Bool)
  /// The tariff's terms follow, which are no charges.
  case terms
  /// Figures of a charge.
  case entry(StatementEntry.Label)
  /// The charge on this line takes back an earlier one.
  case reversal
  /// The unit of a number beside it: m³.
  case cubicMetres
  /// The rest of the line says nothing about charges.
  case remark
  /// A word in the heading of a table.
  case column

  /// The phrase at the start of `tokens`, all of it in one cell, and the number of its tokens.
  static func match(_ tokens: inout StatementTokens) -> (phrase: StatementPhrase, count: Int)? {
    guard case .word(let first)? = tokens.peek()?.kind, let candidates = table[first] else {
      return nil
    }
    for (words, phrase) in candidates {
      var count = 1
      while count < words.count, let next = tokens.peek(count), !next.startsCell,
        next.isWord(words[count])
      {
        count += 1
      }
      guard count == words.count else { continue }
      // A fuel's name is a heading alone, and a part of other names elsewhere.
      if case .section = phrase, !tokens.isAtCellEnd(count) { continue }
      return (phrase, count)
    }
    return nil
  }

  /// The phrases by their first word, the longer first.
  private static let table: [String: [(words: [String], phrase: StatementPhrase)]] = {
    let phrases = texts.flatMap { phrase, texts in
      texts.split(separator: "|").map { text in
        (words: text.split(separator: " ").map(String.init), phrase: phrase)
      }
    }
    return Dictionary(grouping: phrases) { $0.words[0] }
      .mapValues { $0.sorted { $0.words.count > $1.words.count } }
  }()

  private static let texts: [(StatementPhrase, String)] = [
    (.detail, "your charges in detail|your charges in detail."),
    (.section(.import), "electricity"), (.section(.gas), "gas"),
    (.section(.export), "outgoing export|electricity export|export"),
    (.supply(nil), "supply number|mpan"),
    (.supply(.import), "electricity supply number"),
    (.supply(.export), "outgoing export supply number|electricity export supply number"),
    (.supply(.gas), "gas meter point reference|meter point reference|mprn"),
    (.meter(nil), "energy charges for meter"),
    (.meter(.import), "electricity charges for meter"), (.meter(.gas), "gas charges for meter"),
    (.meter(.export), "energy exported for meter|electricity exported for meter"),
    (.pageMeter(isOfGas: false), "for electricity meter"),
    (.pageMeter(isOfGas: true), "for gas meter"),
    (.terms, "about your tariff|your electricity tariff|your gas tariff"),
    (.terms, "about your tariff.|your electricity tariff.|your gas tariff."),
    (.entry(.energy(nil)), "energy used|energy charge|day|night|peak|off-peak|off peak"),
    (.entry(.energy(nil)), "day rate|night rate|peak rate|off-peak rate|off peak rate"),
    (.entry(.energy(.import)), "electricity used"), (.entry(.energy(.gas)), "gas used"),
    (.entry(.energy(.export)), "energy exported|electricity exported"),
    (.entry(.unitRate), "unit rate|day unit rate|night unit rate"),
    (.entry(.consumption), "total consumption|total exported|total export"),
    (.entry(.standing), "standing charge|standing charges"),
    (.entry(.subtotal), "subtotal|subtotal before vat|subtotal of charges before vat"),
    (.entry(.subtotal), "subtotal of credits before vat"),
    (.entry(.vat), "vat|vat at"),
    (.entry(.total(.import, isCredit: false)), "total electricity charges"),
    (.entry(.total(.import, isCredit: false)), "total electricity charges for this period"),
    (.entry(.total(.import, isCredit: true)), "total electricity credits|total export credits"),
    (.entry(.total(.gas, isCredit: false)), "total gas charges"),
    (.entry(.total(.gas, isCredit: false)), "total gas charges for this period"),
    (.entry(.total(.gas, isCredit: true)), "total gas credits"),
    (.entry(.calorificValue), "calorific value|average calorific value"),
    (.entry(.volumeCorrection), "volume correction"),
    (.entry(.dayCost), "total cost"),
    (.reversal, "reversal|reversal of|reversal of charge|reversed|reversed charge|correction"),
    (.cubicMetres, "units (m3)|units m3"),
    (.remark, "price guaranteed until|early exit fee|exit fee|estimated annual usage"),
    (.remark, "payment method|product type|tariff name|electricity tariff name|gas tariff name"),
    (.remark, "supply address|prices do not include vat|profile class|rota disconnections"),
    (.remark, "scan this code|page|for comparison|total charges|total credits|units consumed"),
    (.column, "rate|consumption|cost|period|p|kwh|p/kwh|/|£|(kwh)|(£)|(p)|(m3)|(p/kwh)"),
  ]
}
