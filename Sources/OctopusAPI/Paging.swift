package import JSONText

/// A walk through the pages of a list: it is fed each answer and provides the next request.
package struct Paging: Sendable {
  /// Half a century of half-hours at a hundred for each page.
  private static let mostPages = 10_000

  private let base: APIBase
  private var first: APIRequest
  private var asked: Set<APIRequest> = []
  /// The number of times that the walk started again because the list changed.
  private(set) var restarts = 0
  /// Whether the last rows from ``consume(_:)`` are the first of a walk, so that rows of an earlier
  /// walk will come again.
  package private(set) var isAtStart = true
  private var hasShifted = false
  /// The next request; nil at the end.
  package private(set) var next: APIRequest?
  /// The number of rows on all pages, according to the latest answer.
  package private(set) var count: Int?

  package init(_ first: APIRequest, base: APIBase) {
    self.first = first
    self.base = base
    next = first
  }

  /// Returns the rows of the page that ``next`` requested.
  ///
  /// If the list changed meanwhile, a row may have moved between pages unseen; the walk then starts
  /// again, at most twice.
  package mutating func consume(_ answer: JSONObject) throws(FetchError) -> [JSONObject] {
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

  /// Starts again with smaller pages; returns false when there is no smaller size.
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

  /// The request for the page after that of `answer`; nil when it was the last.
  ///
  /// It is the first request plus whatever the link adds to it, such as `page`: a link that drops
  /// the period therefore does no harm.
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
