/// The root of the API, which all requests are relative to: `https://api.octopus.energy/v1/`.
package struct APIBase: Hashable, Sendable {
  let address: WebAddress
  /// The path of the root, which ends in a slash.
  private let path: String

  /// The root at Octopus.
  package static let octopus = APIBase(address: WebAddress("https://api.octopus.energy/v1/"))

  private init(address: WebAddress?) {
    guard let address else { preconditionFailure("the root of Octopus is no address") }
    self.address = address
    path = address.target
  }

  /// A reason why an address can't be the root; in a message the raw value follows the address.
  package enum Flaw: String, Error {
    case form = "is not of the form https://HOST/PATH/"
    case insecure = "would send the key in the clear; it must begin with https://"
  }

  /// - Throws: ``Flaw`` for text that is not an address, and for plain `http` to another machine.
  package init(_ text: String) throws(Flaw) {
    guard let address = WebAddress(text), !address.target.contains("?") else { throw .form }
    guard address.isSecure || address.isLoopback else { throw .insecure }
    self.address = address
    path = address.target.hasSuffix("/") ? address.target : address.target + "/"
  }

  /// The absolute address of a request.
  package func url(_ request: APIRequest) -> String { address.origin + target(of: request) }

  func target(of request: APIRequest) -> String { path + request.target }

  /// The path and query of a link or redirect in an answer; nil when it leads to another origin.
  func target(at place: String) -> String? {
    if place.hasPrefix("/"), !place.hasPrefix("//") {
      return WebAddress(address.origin + place)?.target
    }
    return WebAddress(place).flatMap { $0.origin == address.origin ? $0.target : nil }
  }
}
