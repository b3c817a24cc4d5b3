package import JSONText

/// The details of a tariff from the page of its product.
package struct ProductDetail: Hashable, Sendable {
  /// Whether its tariffs pay for exported electricity; nil when the page does not say.
  package var isExport: Bool?
  /// The lists of prices that it links to; empty when the tariff is not on the page.
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

  /// The tariffs by region and payment method, which are two levels of objects.
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
