import EnergyModel

/// A request to the API, always a GET.
package struct APIRequest: Hashable, Sendable {
  /// A name and value of the query, not yet encoded.
  package struct Item: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The path components below the root of the API.
  package var path: [String]
  package var query: [Item]
  /// Whether only the account's owner may have the answer.
  package var needsKey: Bool

  package init(_ path: [String], query: [Item] = [], needsKey: Bool) {
    self.path = path
    self.query = query
    self.needsKey = needsKey
  }

  /// The encoded path and query below the root; the path ends in a slash, as otherwise the server
  /// may redirect.
  var target: String {
    let items = query.map { "\(encoded($0.name))=\(encoded($0.value))" }
    return path.map { encoded($0) + "/" }.joined()
      + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
  }

  /// The query items of an address.
  static func items(inQueryOf target: String) -> [Item] {
    guard let mark = target.firstIndex(of: "?") else { return [] }
    return target[target.index(after: mark)...].split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return Item(decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
    }
  }
}

/// Percent-encodes all characters except those that are safe anywhere in a path or query.
private func encoded(_ text: String) -> String {
  text.utf8.reduce(into: "") { result, byte in
    let scalar = Unicode.Scalar(byte)
    let isPlain =
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      || "-._~:".unicodeScalars.contains(scalar)
    let digits = String(byte, radix: 16, uppercase: true)
    result += isPlain ? String(scalar) : "%" + (digits.count < 2 ? "0" : "") + digits
  }
}

private func decoded(_ text: Substring) -> String {
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"),
      let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(code)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

extension APIRequest.Item {
  /// The bounds of a period in UTC, from inclusive, to exclusive; an open one is left out.
  static func period(from: Instant?, to: Instant?) -> [APIRequest.Item] {
    func item(_ name: String, _ instant: Instant?) -> APIRequest.Item? {
      instant.map { APIRequest.Item(name, ClockZone.utcStamp($0) + ":00Z") }
    }
    return [item("period_from", from), item("period_to", to)].compactMap(\.self)
  }
}
