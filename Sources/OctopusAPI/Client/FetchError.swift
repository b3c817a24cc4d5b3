package import EnergyModel

/// The reason why something could not be fetched.
package enum FetchError: Diagnosable, Hashable {
  // Errors that the user can put right.
  case noKey
  /// The text in a variable of the environment can't be a key.
  case malformedKey(variable: String)
  /// Status 401, with the server's message.
  case badKey(String?)
  /// Status 403 with JSON: the key is valid, but the resource is not the key owner's.
  case forbidden(String?)
  /// Status 404: `what` names the missing resource.
  case notFound(what: String)
  /// Another status that rejects the request.
  case refused(status: Int, detail: String?)

  // Errors of the network, mostly transient.
  case unreachable(host: String, reason: String)
  case insecure(host: String, reason: String)
  /// libcurl is not there, or of no use.
  case noLibrary(reason: String)
  case timedOut(host: String)
  case brokenOff(host: String)

  // Errors of the server.
  /// Status 403 with HTML: the proxy in front of the API turns requests away, whatever the key.
  case blocked
  /// Status 429, with the wait in seconds that the server asks for.
  case busy(wait: Int?)
  /// Status 5xx or 408, with the wait in seconds that the server asks for.
  case failing(status: Int, wait: Int?)
  case unreadable(String)
  /// An answer links to another host, to which nothing is sent.
  case elsewhere(String)
  /// A list of pages that does not end.
  case endless(String)

  case interrupted
  /// Fetching is switched off.
  case offline
}

extension FetchError {
  /// Whether the error is transient, so that a retry may succeed.
  var isPassing: Bool {
    switch self {
    case .unreachable, .timedOut, .brokenOff, .blocked, .busy, .failing, .unreadable: true
    case .noKey, .malformedKey, .badKey, .forbidden, .notFound, .refused, .insecure, .noLibrary,
      .elsewhere, .endless, .interrupted, .offline:
      false
    }
  }

  /// Whether the error concerns only this resource, so that others can still be fetched.
  package var isOfOneThing: Bool {
    switch self {
    case .forbidden, .notFound, .refused, .unreadable, .elsewhere, .endless: true
    case .noKey, .malformedKey, .badKey, .unreachable, .insecure, .noLibrary, .timedOut, .brokenOff,
      .blocked, .busy, .failing, .interrupted, .offline:
      false
    }
  }

  /// Whether Octopus has no such resource.
  package var isOfNothing: Bool { if case .notFound = self { true } else { false } }

  /// Whether the key of another account might succeed.
  package var mayBeOfTheKey: Bool {
    switch self {
    case .badKey, .forbidden, .notFound: true
    default: false
    }
  }

  /// The wait in seconds that the server asks for.
  var askedWait: Int? {
    switch self {
    case .busy(let wait), .failing(_, let wait): wait
    default: nil
    }
  }

  /// Whether the tariff has a day and a night register, so that its rates are in two other lists.
  package var tellsOfRegisters: Bool {
    if case .refused(400, let detail?) = self { return detail.contains("day and night rates") }
    return false
  }

  /// Whether the server rejects the page size.
  package var refusesPageSize: Bool {
    if case .refused(400, let detail?) = self { return detail.contains("page_size") }
    return false
  }
}

extension FetchError: CustomStringConvertible {
  package var description: String { text }

  package var exitStatus: ExitStatus { .network }

  package var message: String {
    func said(_ detail: String?) -> String {
      detail.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
    }
    return switch self {
    case .noKey: "there is no API key"
    case .malformedKey(let variable): "$\(variable) holds no API key"
    case .badKey(let detail): "Octopus does not take the API key (401)" + said(detail)
    case .forbidden(let detail):
      "the API key is good, but not for this (403)" + said(detail)
    case .notFound(let what): "Octopus knows no \(what) (404)"
    case .refused(let status, let detail): "Octopus refuses the request (\(status))" + said(detail)
    case .unreachable(let host, let reason): "\(host) can't be reached: \(reason)"
    case .insecure(let host, let reason): "no safe connection to \(host): \(reason)"
    case .noLibrary(let reason): "libcurl, which fetches, can't be used: \(reason)"
    case .timedOut(let host): "\(host) does not answer in time"
    case .brokenOff(let host): "the connection to \(host) breaks off"
    case .blocked: "the network in front of Octopus turns requests away just now (403)"
    case .busy(let wait):
      "Octopus asks to wait (429)" + (wait.map { ": \($0) seconds" } ?? "")
    case .failing(let status, let wait):
      "Octopus has trouble (\(status))" + (wait.map { " and asks to wait \($0) seconds" } ?? "")
    case .unreadable(let reason): "the answer of Octopus can't be read: \(reason)"
    case .elsewhere(let place): "an answer points at another host, which got nothing: \(place)"
    case .endless(let reason): "the pages of an answer don't come to an end: \(reason)"
    case .interrupted: "interrupted"
    case .offline: "nothing is fetched, as --offline says"
    }
  }

  /// A remedy for the user; nil where there is none.
  package var hint: String? {
    switch self {
    case .noKey:
      "the account's page at octopus.energy/dashboard/new/accounts/personal-details/api-access "
        + "shows it; type: add key"
    case .badKey: "to give another, type: add key"
    case .forbidden: "see that the number is that of your account and meter"
    case .notFound: "see that it is written right"
    case .malformedKey, .refused, .insecure, .elsewhere, .endless, .interrupted, .offline: nil
    case .noLibrary: "install it; on Debian: apt install libcurl4"
    case .unreachable: "see that you are online, and try again"
    case .timedOut, .brokenOff, .busy, .failing, .unreadable: "try again later"
    case .blocked: "the key is not at fault; try again in some minutes"
    }
  }
}
