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
}
