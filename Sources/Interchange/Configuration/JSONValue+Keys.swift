import EnergyModel
import JSONText

extension JSONValue {
  /// Refuses an API key that stands anywhere but in `api_key`: it would be kept in the cache as a
  /// name or number, and shown.
  func refuseMisplacedKeys() throws(FormatError) {
    switch content {
    case .string(let text):
      guard !APIKey.isLikely(in: text) else { throw JSONValue.misplacedKey(line: line) }
    case .list(let values):
      for value in values { try value.refuseMisplacedKeys() }
    case .object(let object):
      for member in object.members {
        guard !APIKey.isLikely(in: member.key) else {
          throw JSONValue.misplacedKey(line: member.line)
        }
        if member.key != "api_key" { try member.value.refuseMisplacedKeys() }
      }
    case .null, .boolean, .number: break
    }
  }

  private static func misplacedKey(line: Int) -> FormatError {
    FormatError(line: line, message: "an API key stands outside \"api_key\"")
  }
}
