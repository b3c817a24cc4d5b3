import Foundation
import Synchronization

/// A request as a server on this machine got it.
package struct ServerRequest: Sendable {
  /// Path and query.
  package var target: String
  /// By lower-case names.
  package var headers: [String: String]
  /// Over which connection it came: the server's first is 1.
  package var connection: Int

  package var path: String { String(target.prefix { $0 != "?" }) }

  /// The items of the query, percent-decoded.
  package var query: [String: String] {
    let items = URLComponents(string: target)?.queryItems ?? []
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }
}

/// What a server does about a request.
package enum ServerAction: Sendable {
  case answer(ServerAnswer)
  /// Sends the head and so many bytes of the body, then ends the connection as if that were all.
  case truncate(ServerAnswer, after: Int)
  /// Sends so many bytes of the body, then tears the connection down.
  case reset(ServerAnswer, after: Int)
  /// Sends the head at once, and a byte of the body each tenth of a second.
  case drip(ServerAnswer)
  /// Says nothing for so long, then answers.
  case delay(ServerAnswer, seconds: Double)
}

package struct ServerAnswer: Sendable {
  package var status: Int
  package var headers: [String: String]
  package var body: String

  package init(_ status: Int, _ body: String, headers: [String: String] = [:]) {
    self.status = status
    self.body = body
    self.headers = ["Content-Type": "application/json"].merging(headers) { $1 }
  }

  fileprivate var head: String {
    let lines = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
    return "HTTP/1.1 \(status) Status\r\n\(lines)Content-Length: \(body.utf8.count)\r\n\r\n"
  }
}

/// An HTTP server on 127.0.0.1, made of plain sockets and threads of its own.
///
/// Tests that wait for a program block the threads of Swift's concurrency, so a server that ran on
/// those would starve; and plain sockets can misbehave in every way there is.
package final class LoopbackServer: Sendable {
  package typealias Respond = @Sendable (ServerRequest) -> ServerAction

  package let port: UInt16
  private let listener: Int32
  private let log: Mutex<[ServerRequest]>

  /// `greeting` is said to each connection before it says anything.
  package init(greeting: String = "", _ respond: @escaping Respond) throws {
    listener = try checked("socket", socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        try checked("bind", bind(listener, address, length))
        try checked("listen", listen(listener, 16))
        try checked("getsockname", getsockname(listener, address, &length))
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    log = Mutex([])
    Thread.detachNewThread { [weak self] in
      var connections = 0
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else {
          if errno != EINVAL { continue }
          // Closed here, where nothing accepts any more: the number may be another server's next.
          close(listener)
          return
        }
        connections += 1
        Thread.detachNewThread { [weak self, connections] in
          _ = LoopbackServer.send(greeting, on: connection)
          while let request = LoopbackServer.read(connection, number: connections) {
            self?.log.withLock { $0.append(request) }
            guard LoopbackServer.perform(respond(request), on: connection) else { break }
          }
          close(connection)
        }
      }
    }
  }

  /// The thread that accepts fails at this with EINVAL, now or the next time.
  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// All requests so far, in the order of their arrival.
  package var requests: [ServerRequest] { log.withLock { $0 } }

  package func forgetRequests() { log.withLock { $0 = [] } }

  private static func read(_ connection: Int32, number: Int) -> ServerRequest? {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      var byte: UInt8 = 0
      guard recv(connection, &byte, 1, 0) == 1 else { return nil }
      head.append(byte)
    }
    let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    let headers = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    return ServerRequest(
      target: String(words[1]), headers: Dictionary(headers) { first, _ in first },
      connection: number)
  }

  /// Does it; false when the connection is over.
  private static func perform(_ action: ServerAction, on connection: Int32) -> Bool {
    switch action {
    case .answer(let answer):
      return send(answer.head + answer.body, on: connection)
    case .delay(let answer, let seconds):
      Thread.sleep(forTimeInterval: seconds)
      return send(answer.head + answer.body, on: connection)
    case .drip(let answer):
      guard send(answer.head, on: connection) else { return false }
      for byte in answer.body {
        Thread.sleep(forTimeInterval: 0.1)
        guard send(String(byte), on: connection) else { return false }
      }
      return true
    case .truncate(let answer, let count):
      _ = send(answer.head + answer.body.prefix(count), on: connection)
      return false
    case .reset(let answer, let count):
      _ = send(answer.head + answer.body.prefix(count), on: connection)
      // What was sent gets there first, as the client would not look at it otherwise.
      Thread.sleep(forTimeInterval: 0.05)
      // No lingering: the other side is told of a reset and not of an end.
      var option = linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
      return false
    }
  }

  private static func send(_ text: String, on connection: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
