import EnergyModel
import FoundationEssentials
import JSONText

extension APIKey {
  /// Masks the key in an answer, in case a server echoes it, in whatever spelling: `\u0073` is an
  /// `s`.
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

  /// Masks the key in `text`.
  func masking(_ text: String) -> String {
    // Most texts are shorter than any key.
    guard text.utf8.count >= secret.utf8.count else { return text }
    let text = text.replacing(secret, with: masked).replacing(basic, with: "…")
    // A key may end with the sign, and a few letters are in other words too.
    return ending.utf8.count < 6 ? text : text.replacing(ending, with: "…")
  }

  /// The part after the common prefix of keys, which percent-encoding leaves unchanged.
  private var ending: Substring {
    secret[(secret.lastIndex(of: "_") ?? secret.startIndex)...].dropFirst()
  }

  /// The key as in a basic authentication header, as a user with an empty password, but without the
  /// padding.
  private var basic: String {
    Data("\(secret):".utf8).base64EncodedString().replacing("=", with: "")
  }
}
