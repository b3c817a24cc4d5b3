import EnergyModel
import FoundationEssentials
import Glibc

extension APIKey {
  /// An answer with the key in it masked, should a server quote what it was asked.
  func masking(_ answer: [UInt8]) -> [UInt8] {
    // Nearly none holds it, and some are long.
    guard answer.holds(secret) || answer.holds(basic) else { return answer }
    return Array(masking(String(decoding: answer, as: UTF8.self)).utf8)
  }

  /// `text` with the key in it masked.
  func masking(_ text: String) -> String {
    text.replacing(secret, with: masked).replacing(basic, with: "…")
  }

  /// How the header of basic authentication has it, as a user without a password: here without the
  /// signs that fill it up.
  private var basic: String {
    Data("\(secret):".utf8).base64EncodedString().replacing("=", with: "")
  }
}

extension [UInt8] {
  fileprivate func holds(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    return withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var start = 0
      while start + wanted.count <= bytes.count,
        let first = memchr(base + start, Int32(wanted[0]), bytes.count - start)
      {
        let place = base.distance(to: first)
        guard place + wanted.count <= bytes.count else { return false }
        if memcmp(first, wanted, wanted.count) == 0 { return true }
        start = place + 1
      }
      return false
    }
  }
}
