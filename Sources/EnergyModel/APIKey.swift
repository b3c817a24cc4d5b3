/// The key of an Octopus account.
///
/// No description of it shows it.
package struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key itself, for the request that needs it and the file that keeps it.
  package let secret: String

  /// Nil for text that can't be a key: it has letters, digits and `_` `-` `.`, eight at least.
  package init?(_ text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return byte < 0x80 && (character.isLetter || character.isNumber || "_-.".contains(character))
    }
    guard isPlain, text.utf8.count >= 8 else { return nil }
    secret = text
  }

  /// `sk_live_…`: the part that all keys of a kind share, and nothing more.
  package var masked: String {
    let kinds = ["sk_live_", "sk_test_"]
    return (kinds.first { secret.hasPrefix($0) } ?? "") + "…"
  }

  package var description: String { masked }
  package var debugDescription: String { masked }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// `text` with the key in it masked, for what a server says about a request.
  package func masking(_ text: String) -> String {
    text.replacing(secret, with: masked).replacing(basic, with: "…")
  }

  /// How the header of basic authentication has it, as a user without a password: in Base64, here
  /// without the signs that fill it up.
  private var basic: String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    var (bits, count) = (0, 0)
    for byte in "\(secret):".utf8 {
      (bits, count) = ((bits & 0x3F) << 8 | Int(byte), count + 8)
      while count >= 6 {
        count -= 6
        text.append(digits[bits >> count & 0x3F])
      }
    }
    return count > 0 ? text + String(digits[bits << (6 - count) & 0x3F]) : text
  }
}
