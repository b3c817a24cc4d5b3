import EnergyModel
import JSONText

/// A complete response, whatever its status.
struct APIResponse {
  var status: Int
  /// Where it points, in its own words; nil for nowhere.
  var location: String?
  /// The seconds that the server asks to wait; nil when it asks for none.
  var wait: Int?
  var body: [UInt8]
  /// The key to mask, should the server echo it.
  var key: APIKey?

  /// The JSON object in the body.
  ///
  /// - Throws: the error that the status stands for, or one for a body that is no JSON object.
  func object(_ request: APIRequest) throws(FetchError) -> JSONObject {
    guard status == 200 else { throw error(request) }
    do throws(FormatError) {
      if let object = try content()?.object("it") { return key?.masking(object) ?? object }
    } catch {
      let reason = key?.masking(error.message) ?? error.message
      throw .unreadable(looksLikeHTML ? "it is a web page" : reason)
    }
    throw .unreadable("it is empty")
  }

  private func error(_ request: APIRequest) -> FetchError {
    switch status {
    case 401: .badKey(detail)
    case 403: detail == nil ? .blocked : .forbidden(detail)
    case 404: .notFound(what: request.subject)
    case 429: .busy(wait: wait)
    case 408, 500...: .failing(status: status, wait: wait)
    default: .refused(status: status, detail: detail)
    }
  }

  private func content() throws(FormatError) -> JSONValue? {
    var reader = JSONReader(body[...])
    return try reader.document()
  }

  private var looksLikeHTML: Bool {
    body.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  /// The error message of a JSON answer, from `detail` or field by field; nil when it is not JSON.
  private var detail: String? {
    guard case .object(let said)?? = try? content()?.content else { return nil }
    let object = key?.masking(said) ?? said
    let texts = object.members.flatMap { member -> [String] in
      let name = member.key == "detail" ? "" : member.key + ": "
      return member.value.texts.map { name + $0 }
    }
    return texts.joined(separator: " ").shortened(to: 200)
  }
}

extension JSONValue {
  /// The value if it is a string, or the strings of a list.
  fileprivate var texts: [String] {
    switch content {
    case .string(let text): [text]
    case .list(let values): values.flatMap(\.texts)
    case .null, .boolean, .number, .object: []
    }
  }
}

extension APIRequest {
  /// The thing requested, for a message that there is no such thing.
  fileprivate var subject: String {
    switch path.first {
    case "accounts": "account \(path[1])"
    case "products" where path.count > 3: "tariff \(path[3]) of product \(path[1])"
    case "products": "product \(path[1])"
    default: path.count > 3 ? "meter \(path[3]) of \(path[1])" : "such thing"
    }
  }
}
