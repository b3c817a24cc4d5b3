import EnergyModel
import FoundationEssentials
import JSONText

extension APIKey {
  /// An answer with the key in it masked, should a server quote what it was asked, in whatever
  /// spelling: `\u0073` is an `s`.
  func masking(_ answer: JSONObject) -> JSONObject {
    var answer = answer
    for index in answer.members.indices {
      answer.members[index].key = masking(answer.members[index].key)
      answer.members[index].value = masking(answer.members[index].value)
    }
    return answer
  }

  private func masking(_ value: JSONValue) -> JSONValue {
    var value = value
    switch value.content {
    case .string(let text): value.content = .string(masking(text))
    case .list(let values): value.content = .list(values.map(masking))
    case .object(let object): value.content = .object(masking(object))
    case .null, .boolean, .number: break
    }
    return value
  }

  /// `text` with the key in it masked.
  func masking(_ text: String) -> String {
    // Most texts are shorter than any key.
    guard text.utf8.count >= secret.utf8.count else { return text }
    return text.replacing(secret, with: masked).replacing(basic, with: "…")
      .replacing(ending, with: "…")
  }

  /// The part behind what all keys begin with, which no way of writing addresses changes.
  private var ending: Substring {
    secret[(secret.lastIndex(of: "_") ?? secret.startIndex)...].dropFirst()
  }

  /// How the header of basic authentication has it, as a user without a password: here without the
  /// signs that fill it up.
  private var basic: String {
    Data("\(secret):".utf8).base64EncodedString().replacing("=", with: "")
  }
}
