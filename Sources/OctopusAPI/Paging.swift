package import JSONText

/// A walk through the pages of a list, which is told each answer and says what to ask next.
package struct Paging: Sendable {
  /// Half a century of half-hours by the hundred.
  private static let mostPages = 10_000

  private let base: APIBase
  private var first: APIRequest
  private var asked: Set<APIRequest> = []
  /// How often the walk began anew because the list changed.
  private(set) var restarts = 0
  /// Whether the rows that ``take(_:)`` gave last are the first of a walk: those of a walk before
  /// it come again.
  package private(set) var isAtStart = true
  private var hasShifted = false
  /// What to ask next; nil at the end.
  package private(set) var next: APIRequest?
  /// How many rows there are on all pages, as the latest answer says.
  package private(set) var count: Int?

  package init(_ first: APIRequest, base: APIBase) {
    self.first = first
    self.base = base
    next = first
  }

  /// The rows of the page that ``next`` asked for.
  ///
  /// When the list changed in between, a row may have slipped from one page to another unseen; the
  /// walk then begins anew, twice at most.
  package mutating func take(_ answer: JSONObject) throws(FetchError) -> [JSONObject] {
    guard case .list(let values)? = answer.value("results")?.content else {
      throw .unreadable("it has no results")
    }
    var rows: [JSONObject] = []
    for value in values {
      guard case .object(let row) = value.content else {
        throw .unreadable("a result that is \(value.kind)")
      }
      rows.append(row)
    }
    let newCount = answer.number("count")
    if let count, let newCount, count != newCount { hasShifted = true }
    count = newCount
    isAtStart = next == first
    let following = try following(answer)
    if following != nil, rows.isEmpty { throw .endless("an empty page promises more") }
    next = following
    if next == nil, hasShifted, restarts < 2 {
      restarts += 1
      begin()
    }
    return rows
  }

  /// Asks for smaller pages from the beginning; false when there are none.
  package mutating func askForLess() -> Bool {
    let sizes = ["25000", "1500", "100"]
    guard let place = first.query.firstIndex(where: { $0.name == "page_size" }) else {
      return false
    }
    if let size = sizes.drop(while: { $0 != first.query[place].value }).dropFirst().first {
      first.query[place].value = size
    } else {
      first.query.remove(at: place)
    }
    begin()
    return true
  }

  private mutating func begin() {
    next = first
    asked = []
    count = nil
    hasShifted = false
  }

  /// The request for the page behind an answer's; nil when it was the last.
  ///
  /// It is the first request with what the link adds to it, such as `page`: so a link that forgets
  /// the period leads nowhere else.
  private mutating func following(_ answer: JSONObject) throws(FetchError) -> APIRequest? {
    guard let link = answer.value("next") else { return nil }
    guard case .string(let place) = link.content else {
      throw .unreadable("its link to the next page is \(link.kind)")
    }
    guard let target = base.target(at: place) else { throw .elsewhere(place) }
    var request = first
    for item in APIRequest.items(inQueryOf: target)
    where !request.query.contains(where: { $0.name == item.name }) {
      request.query.append(item)
    }
    guard request != first, request != next, asked.insert(request).inserted else {
      throw .endless("a page that was there comes again")
    }
    guard asked.count < Paging.mostPages else {
      throw .endless("more than \(Paging.mostPages) of them")
    }
    return request
  }
}

extension JSONObject {
  /// A whole number; nil when there is none.
  fileprivate func number(_ key: String) -> Int? {
    if case .number(let text)? = value(key)?.content { Int(text) } else { nil }
  }
}
