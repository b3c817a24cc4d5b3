import EnergyModel
import Foundation

/// What the API answers when nothing is wrong with it.
struct FakeAnswers {
  let contents: FakeOctopus.Contents
  /// Scheme, host and port.
  let root: String

  func answer(_ request: ServerRequest) -> ServerAnswer {
    let parts = request.path.split(separator: "/").map(String.init)
    guard parts.first == "v1", parts.count > 1 else { return notFound }
    guard request.path.hasSuffix("/") else {
      let query = request.target.dropFirst(request.path.count)
      return ServerAnswer(301, "", headers: ["Location": request.path + "/" + query])
    }
    let isPublic = parts[1] == "products"
    let expected = "Basic " + Data("\(FakeOctopus.key):".utf8).base64EncodedString()
    guard isPublic || request.headers["authorization"] == expected else {
      return ServerAnswer(401, #"{"detail":"Invalid API key."}"#)
    }
    var answer = body(request, Array(parts.dropFirst()))
    if answer.status == 200, let edit = contents.edit { answer.body = edit(request, answer.body) }
    return answer
  }

  private var notFound: ServerAnswer { ServerAnswer(404, #"{"detail":"Not found."}"#) }

  private func body(_ request: ServerRequest, _ parts: [String]) -> ServerAnswer {
    switch (parts[0], parts.count) {
    case ("accounts", 2):
      return contents.accounts[parts[1]].map { ServerAnswer(200, $0) } ?? notFound
    case ("electricity-meter-points", 5), ("gas-meter-points", 5):
      return readings(request, contents.readings[parts[1] + "/" + parts[3]])
    case ("products", 2):
      return contents.products[parts[1]].map { ServerAnswer(200, $0) } ?? notFound
    case ("products", 5):
      let name = [parts[1], parts[3], parts[4]].joined(separator: "/")
      return prices(request, contents.prices[name])
    default:
      return notFound
    }
  }

  private func readings(_ request: ServerRequest, _ rows: [FakeReading]?) -> ServerAnswer {
    guard let rows else { return notFound }
    let query = request.query
    for name in ["period_from", "period_to"] {
      if let text = query[name], bound(text) == nil {
        return ServerAnswer(400, "{\"\(name)\":[\"Enter a valid date/time.\"]}")
      }
    }
    let zone = londonZone()
    let from = query["period_from"].flatMap(bound) ?? .min
    let to = query["period_to"].flatMap(bound) ?? .max
    var chosen = rows.filter { from <= $0.start.seconds && $0.start.seconds < to }
    if query["order_by"] != "period" { chosen.reverse() }
    func stamp(_ instant: Instant) -> String {
      let stamp = zone.stamp(instant)
      return stamp.hasSuffix("+00:00") ? stamp.dropLast(6) + "Z" : stamp
    }
    return page(request, chosen, limit: contents.pageLimit) { row in
      let end = Instant(seconds: row.start.seconds + Int64(row.minutes) * 60)
      return "{\"consumption\":\(row.consumption),\"interval_start\":\"\(stamp(row.start))\","
        + "\"interval_end\":\"\(stamp(end))\"}"
    }
  }

  /// Rows that overlap the period come, as they are.
  private func prices(_ request: ServerRequest, _ rows: [FakePrice]?) -> ServerAnswer {
    guard let rows else { return notFound }
    let from = request.query["period_from"].flatMap(bound) ?? .min
    let to = request.query["period_to"].flatMap(bound) ?? .max
    let chosen = rows.filter { row in
      (row.from?.seconds ?? .min) < to && (row.to?.seconds ?? .max) > from
    }
    return page(request, chosen, limit: 1500) { $0.json }
  }

  private func bound(_ text: String) -> Int64? {
    guard text.hasSuffix(":00Z"), text.count == 20 else { return nil }
    return instant(String(text.prefix(16))).seconds
  }

  private func page<Row>(
    _ request: ServerRequest, _ rows: [Row], limit: Int, _ json: (Row) -> String
  ) -> ServerAnswer {
    let size = min(request.query["page_size"].flatMap(Int.init) ?? 100, limit)
    let number = request.query["page"].flatMap(Int.init) ?? 1
    guard size > 0 else { return ServerAnswer(400, #"{"page_size":["Not a valid size."]}"#) }
    let start = (number - 1) * size
    guard start < rows.count || number == 1 else {
      return ServerAnswer(404, #"{"detail":"Invalid page."}"#)
    }
    let items = URLComponents(string: request.target)?.percentEncodedQuery ?? ""
    let others = items.split(separator: "&").filter { !$0.hasPrefix("page=") }
    func link(_ page: Int) -> String {
      let query = (["page=\(page)"] + others.map(String.init)).joined(separator: "&")
      return "\"\(root)\(request.path)?\(query)\""
    }
    let end = min(start + size, rows.count)
    return ServerAnswer(
      200,
      "{\"count\":\(rows.count),\"next\":\(end < rows.count ? link(number + 1) : "null"),"
        + "\"previous\":\(number > 1 ? link(number - 1) : "null"),"
        + "\"results\":[\(rows[start..<end].map(json).joined(separator: ","))]}")
  }
}
