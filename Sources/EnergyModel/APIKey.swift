/// The API key of an Octopus account.
///
/// Its descriptions and reflection never reveal the secret.
package struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The key itself, needed only by the request that sends it and the file that stores it.
  package let secret: String

  /// Returns nil for text that can't be a key: at least eight letters, digits, `_`, `-` or `.`, and
  /// more than a prefix.
  package init?(_ text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return byte < 0x80 && (character.isLetter || character.isNumber || "_-.".contains(character))
    }
    guard isPlain, text.utf8.count >= 8, !APIKey.prefixes.contains(text) else { return nil }
    secret = text
  }

  private static let prefixes = ["sk_live_", "sk_test_"]

  /// Whether a key is somewhere in `text`, by the prefixes of Octopus keys; `disk_test_1` holds none.
  package static func isLikely(in text: String) -> Bool {
    let text = text.lowercased()
    return prefixes.contains(where: text.contains)
      && text.contains(#/(?:^|[^a-z])sk_(?:live|test)_/#)
  }

  /// `text` with each key that its prefix tells of masked.
  package static func masking(_ text: String) -> String {
    guard isLikely(in: text) else { return text }
    return text.replacing(#/(^|[^A-Za-z])((?i)sk_(?:live|test)_)[A-Za-z0-9_.-]+/#) {
      "\($0.1)\($0.2)…"
    }
  }

  /// The prefix that all keys of a kind share, such as `sk_live_…`, with the rest left out.
  package var masked: String { (APIKey.prefixes.first { secret.hasPrefix($0) } ?? "") + "…" }

  package var description: String { masked }
  package var debugDescription: String { masked }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
