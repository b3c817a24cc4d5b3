import EnergyModel
import Interchange
import JSONText
import Tariffs

@testable import Cache
@testable import OctopusAPI

extension Surface {
  /// An answer of the API is understood or refused, whatever was asked.
  func checkAnswers(_ bytes: [UInt8]) {
    let request = APIRequest(["products", "P", "electricity-tariffs", "T"], needsKey: false)
    for status in [400, 200] {
      let answer = APIResponse(
        status: status, body: bytes, key: APIKey("sk_live_0123456789abcdefghijklmn"))
      guard let object = try? answer.object(request) else { continue }
      check(object, answering: request)
    }
    _ = try? ConsumptionAnswer.read(bytes, path: "x", unit: .kWh)
    var reader = JSONReader(bytes[...])
    if let document = try? reader.document() { checkStrings(of: document, depth: 0) }
  }

  private func check(_ object: JSONObject, answering request: APIRequest) {
    _ = try? AccountAnswer(object, path: "x")
    _ = ProductDetail(object, tariff: "E-1R-AGILE-23-12-06-C")
    var paging = Paging(request, base: .octopus)
    guard let rows = try? paging.consume(object) else { return }
    _ = try? RatesFile.read(rows, path: "x", kind: .unit, flow: .import)
    var readings = ConsumptionRows(unit: .kWh, from: nil, to: nil)
    readings.add(rows)
    let days = readings.consumeDays()
    must(zip(days, days.dropFirst()).allSatisfy { $0.day < $1.day }, "days are in order")
    _ = readings.notes
  }

  /// A string that is written is read as the same.
  private func checkStrings(of value: JSONValue, depth: Int) {
    switch value.content {
    case .string(let text):
      var reader = JSONReader(Array(JSON.string(text).utf8)[...])
      must((try? reader.document())?.content == value.content, "a string: \(text)")
    case .list(let values): for value in values { checkStrings(of: value, depth: depth + 1) }
    case .object(let object):
      for member in object.members { checkStrings(of: member.value, depth: depth + 1) }
    case .null, .boolean, .number: must(depth < 64, "the depth has a limit")
    }
  }

  /// A day of the cache that can be read is written as a text of the same values.
  func checkDays(_ text: String) {
    if let values = try? DayText.values(text, meter: 1, day: "2023-07-01") {
      let written = DayText.text(values)
      must((try? DayText.values(written, meter: 1, day: "2023-07-01")) == values, written)
    }
    if let rates = rates(text) {
      let written = RateDayText.text(rates)
      must(self.rates(written) == rates, written)
    }
    if let costs = costs(text) {
      let written = CostDayText.text(costs)
      must(self.costs(written) == costs, written)
      let day = (0..<48).map { SupplierCost(amount: costs[$0], standing: costs[47 - $0]) }
      must(CompactCostDay(day).costs == day, "in little memory: \(written)")
    }
  }

  private func rates(_ text: String) -> [Int64]? {
    var text = text
    var numbers = [Int64](repeating: 0, count: 48)
    let isValid = text.withUTF8 { bytes in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let base = numbers.baseAddress, let first = bytes.baseAddress else { return false }
        return RateDayText.read(first, count: bytes.count, into: base)
      }
    }
    return isValid ? numbers : nil
  }

  private func costs(_ text: String) -> [Int128?]? {
    var text = text
    return text.withUTF8 { CostDayText.read($0) }
  }
}
