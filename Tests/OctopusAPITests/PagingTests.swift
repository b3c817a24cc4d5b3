import EnergyModel
import JSONText
import TestSupport
import Testing

@testable import OctopusAPI

/// The walk through pages, told one answer after another.
@Suite struct PagingTests {
  private let base = APIBase.octopus
  private let request = APIRequest(
    ["list"], query: [.init("period_from", "A"), .init("page_size", "25000")], needsKey: true)

  private func answer(_ text: String) throws -> JSONObject {
    var reader = JSONReader(Array(text.utf8)[...])
    return try #require(try reader.document()).object("it")
  }

  /// `rows` rows of `count`, with a link.
  private func page(_ rows: Int, of count: Int, next: String?) throws -> JSONObject {
    let results = Array(repeating: "{}", count: rows).joined(separator: ",")
    let link = next.map { "\"\($0)\"" } ?? "null"
    return try answer("{\"count\":\(count),\"next\":\(link),\"results\":[\(results)]}")
  }

  private let root = "https://api.octopus.energy/v1/list/"

  @Test func followsToTheEnd() throws {
    var paging = Paging(request, base: base)
    #expect(paging.next == request)
    let first = try paging.consume(page(2, of: 3, next: root + "?page=2"))
    #expect(first.count == 2)
    #expect(paging.next?.target == "list/?period_from=A&page_size=25000&page=2")
    #expect(paging.count == 3)
    let second = try paging.consume(page(1, of: 3, next: nil))
    #expect(second.count == 1)
    #expect(paging.next == nil)
  }

  /// A link adds to the request and changes nothing in it.
  @Test func aLinkCannotChangeThePeriod() throws {
    var paging = Paging(request, base: base)
    _ = try paging.consume(page(1, of: 2, next: root + "?period_from=B&page_size=1&cursor=a%2Bb"))
    #expect(paging.next?.target == "list/?period_from=A&page_size=25000&cursor=a%2Bb")
  }

  @Test(arguments: ["", "?period_from=Z", "?page_size=1"])
  func aLinkThatAddsNothingIsALoop(query: String) throws {
    var paging = Paging(request, base: base)
    let again = FetchError.endless("a page that was there comes again")
    #expect(throws: again) { _ = try paging.consume(page(1, of: 2, next: root + query)) }
  }

  @Test func aLoopOfSeveralPages() throws {
    var paging = Paging(request, base: base)
    _ = try paging.consume(page(1, of: 9, next: root + "?page=2"))
    _ = try paging.consume(page(1, of: 9, next: root + "?page=3"))
    let again = FetchError.endless("a page that was there comes again")
    #expect(throws: again) { _ = try paging.consume(page(1, of: 9, next: root + "?page=2")) }
  }

  @Test func anEmptyPageThatPromisesMore() throws {
    var paging = Paging(request, base: base)
    #expect(throws: FetchError.endless("an empty page promises more")) {
      _ = try paging.consume(page(0, of: 9, next: root + "?page=2"))
    }
  }

  @Test func anotherOriginEndsTheWalk() throws {
    var paging = Paging(request, base: base)
    let place = "https://evil.example/v1/list/?page=2"
    #expect(throws: FetchError.elsewhere(place)) {
      _ = try paging.consume(page(1, of: 2, next: place))
    }
  }

  /// A row may have slipped from one page to another, so all comes again, but not for ever.
  @Test func aListThatChangesIsWalkedAgainTwice() throws {
    var paging = Paging(request, base: base)
    for round in 0..<3 {
      #expect(paging.restarts == round && paging.next == request)
      _ = try paging.consume(page(1, of: 2, next: root + "?page=2"))
      _ = try paging.consume(page(1, of: 3, next: nil))
    }
    #expect(paging.next == nil)
  }

  /// Whatever makes the walk begin anew, the first page says so.
  @Test func theFirstPageOfAWalkIsKnown() throws {
    var paging = Paging(request, base: base)
    _ = try paging.consume(page(1, of: 3, next: root + "?page=2"))
    #expect(paging.isAtStart)
    _ = try paging.consume(page(1, of: 3, next: root + "?page=3"))
    #expect(!paging.isAtStart)
    let isSmaller = paging.askForLess()
    _ = try paging.consume(page(1, of: 3, next: root + "?page=2"))
    #expect(isSmaller && paging.isAtStart)
    _ = try paging.consume(page(1, of: 2, next: nil))
    #expect(!paging.isAtStart && paging.restarts == 1)
    _ = try paging.consume(page(2, of: 2, next: nil))
    #expect(paging.isAtStart && paging.next == nil)
  }

  @Test func smallerPagesAreAskedStepByStep() throws {
    var paging = Paging(request, base: base)
    for size in ["&page_size=1500", "&page_size=100", ""] {
      let isSmaller = paging.askForLess()
      #expect(isSmaller && paging.next?.target == "list/?period_from=A\(size)")
    }
    let isSmaller = paging.askForLess()
    #expect(!isSmaller)
  }

  @Test(arguments: [
    ("{\"count\":1}", "it has no results"), ("{\"results\":[1]}", "a result that is a number"),
    (
      "{\"results\":[{}],\"next\":2}", "its link to the next page is a number"
    ),
  ])
  func whatIsNoPage(text: String, reason: String) throws {
    var paging = Paging(request, base: base)
    #expect(throws: FetchError.unreadable(reason)) { _ = try paging.consume(answer(text)) }
  }
}
