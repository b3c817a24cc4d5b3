package import JSONText

/// What the page of a product says of one of its tariffs.
package struct ProductDetail: Hashable, Sendable {
  /// Whether its tariffs pay for what the home sends out; nil when it does not say.
  package var isExport: Bool?
  /// The lists of prices that it links to; none when the tariff is not on the page.
  package var lists: Set<PriceList> = []

  package init() {}

  package init(_ answer: JSONObject, tariff: String) {
    if case .string(let direction)? = answer.value("direction")?.content {
      isExport = direction == "EXPORT"
    }
    for member in answer.members where member.key.hasSuffix("_tariffs") {
      for offer in offers(in: member.value) where text("code", of: offer) == tariff {
        for link in objects("links", of: offer) {
          if let list = text("rel", of: link).flatMap(PriceList.init(relation:)) {
            lists.insert(list)
          }
        }
      }
    }
  }

  /// The tariffs by region and way of paying, which are two levels of objects.
  private func offers(in value: JSONValue) -> [JSONObject] {
    members(of: value).flatMap { members(of: $0) }.compactMap { value in
      if case .object(let object) = value.content { object } else { nil }
    }
  }

  private func members(of value: JSONValue) -> [JSONValue] {
    if case .object(let object) = value.content { object.members.map(\.value) } else { [] }
  }

  private func text(_ key: String, of object: JSONObject) -> String? {
    if case .string(let text)? = object.value(key)?.content { text } else { nil }
  }

  private func objects(_ key: String, of object: JSONObject) -> [JSONObject] {
    guard case .list(let values)? = object.value(key)?.content else { return [] }
    return values.compactMap { value in
      if case .object(let object) = value.content { object } else { nil }
    }
  }
}
