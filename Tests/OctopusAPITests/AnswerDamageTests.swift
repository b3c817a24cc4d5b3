import EnergyModel
import JSONText
import TestSupport
import Testing

@testable import OctopusAPI

/// Damaged bodies of answers are objects or refused, and never show the key.
@Suite struct AnswerDamageTests {
  private static let key = "sk_live_0123456789abcdef"
  private static let page = """
    {"count":3,"next":"https://api.octopus.energy/v1/list/?page=2&page_size=100","previous":null,
    "detail":"\(key)","results":[{"a":1},{"b":[true,null,"\\u00e9\\ud83d\\ude00"]}]}
    """
  private static let product = """
    {"direction":"EXPORT","single_register_electricity_tariffs":{"_C":{"direct_debit_monthly":
    {"code":"E-1R-VAR-22-11-01-C","links":[{"href":"https://x/","rel":"standard_unit_rates"}]}}}}
    """

  @Test func bodies() {
    var random = SeededGenerator(seed: 71)
    let request = APIRequest(["list"], query: [.init("page_size", "100")], needsKey: true)
    var (rows, refused) = (0, 0)
    for number in 0..<3000 {
      var answer = APIResponse(
        status: [200, 200, 400, 429][number % 4],
        body: random.damaged(Array(AnswerDamageTests.page.utf8)))
      answer.key = APIKey(AnswerDamageTests.key)
      do throws(FetchError) {
        let object = try answer.object(request)
        #expect(!"\(object)".contains(AnswerDamageTests.key))
        var paging = Paging(request, base: .octopus)
        rows += try paging.consume(object).count
        // Wherever a link leads to, the next page is one of the same list.
        #expect(paging.next?.path ?? ["list"] == ["list"])
      } catch {
        refused += 1
        #expect(!"\(error)".contains(AnswerDamageTests.key))
      }
    }
    #expect(rows > 100 && refused > 1500)
  }

  @Test func products() throws {
    var random = SeededGenerator(seed: 72)
    var found = 0
    for _ in 0..<2000 {
      let bytes = random.damaged(Array(AnswerDamageTests.product.utf8))
      var reader = JSONReader(bytes[...])
      guard let object = try? reader.document()?.object("it") else { continue }
      found += ProductDetail(object, tariff: "E-1R-VAR-22-11-01-C").lists.count
    }
    #expect(found > 50)
  }
}
