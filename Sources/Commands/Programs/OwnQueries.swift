package import Cache
import EnergyModel
import Glibc
package import QueryLanguage
import Terminal

/// The saved queries that may write files without a question: those that were defined on this
/// machine, and those that its user has allowed.
///
/// The file has the text of one on each line, and is private to its owner.
package struct OwnQueries {
  /// The path of the list; nil to keep it in memory alone.
  let path: String?
  private var texts: Set<String> = []

  package init(path: String? = nil) { self.path = path }

  /// The largest list, in bytes: some ten thousand queries.
  private static let mostBytes = 4 << 20

  /// Whether a query is one of them.
  ///
  /// - Throws: a ``Failure`` when the list is there and can't be read.
  mutating func contains(_ query: SavedQuery) throws(Failure) -> Bool {
    let text = OwnQueries.line(of: query)
    if !texts.contains(text), let path, let bytes = try OwnQueries.bytes(of: path) {
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      texts.formUnion(lines.map(String.init))
    }
    return texts.contains(text)
  }

  /// The bytes of a list; nil where there is none.
  private static func bytes(of path: String) throws(Failure) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw OwnQueries.unreadable(path, systemError())
    }
    // Reading a pipe would wait for somebody who writes to it.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure("the list of your queries \(path) is not a regular file")
    }
    guard status.st_size <= mostBytes else {
      throw Failure(
        "the list of your queries \(path) is over \(mostBytes >> 20) MB",
        hint: "delete it, and define those that you run again")
    }
    do {
      return try FileNames.read(path)
    } catch {
      let reason = (error as? FileError)?.reason ?? "\(error)"
      throw OwnQueries.unreadable(path, reason)
    }
  }

  /// Adds a query, until the program ends or, if it `isKept`, for good.
  ///
  /// - Throws: a ``Failure`` when the list can't be read or written; the query is then only known until
  ///   the program ends.
  mutating func add(_ query: SavedQuery, isKept: Bool) throws(Failure) {
    let text = OwnQueries.line(of: query)
    guard isKept, let path else {
      texts.insert(text)
      return
    }
    defer { texts.insert(text) }
    guard try !contains(query) else { return }
    FileNames.makeFolders(above: path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OwnQueries.unwritable(path) }
    defer { close(descriptor) }
    // A line that was not written to its end is not to go on with this one.
    var last = UInt8(ascii: "\n")
    let end = lseek(descriptor, 0, SEEK_END)
    guard end == 0 || pread(descriptor, &last, 1, end - 1) == 1 else {
      throw OwnQueries.unwritable(path)
    }
    // One call, so that lines of several programs do not mix.
    let line = Array("\(last == UInt8(ascii: "\n") ? "" : "\n")\(text)\n".utf8)
    guard write(descriptor, line, line.count) == line.count else {
      throw OwnQueries.unwritable(path)
    }
  }

  /// The statement that defines a query, on one line: strings end with their line.
  private static func line(of query: SavedQuery) -> String {
    text(of: Lexer.lex(query.text).statements.first ?? [], in: query.text)
  }

  /// A path in quotes, which only ends where they do, with its beginning and its end: the middle of one
  /// of any length would hide where it leads to.
  fileprivate static func named(_ path: String) -> String {
    let scalars = path.unicodeScalars
    let isLong = scalars.count > 200
    let shown =
      isLong ? String(scalars.prefix(100)) + " … " + String(scalars.suffix(100)) : path
    return "'" + shown.replacing("'", with: "''") + "'"
  }

  private static func unreadable(_ path: String, _ reason: String) -> Failure {
    Failure("the list of your queries \(path) can't be read: \(reason)")
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure("the list of your queries \(path) can't be written: \(systemError())")
  }
}

extension Workspace {
  /// Notes that the user of this machine has defined or allowed a saved query; one of a cache in memory
  /// is forgotten with it.
  func noteOwn(_ saved: SavedQuery) throws {
    do {
      try ownQueries.add(saved, isKept: cacheHandle.path != ":memory:")
    } catch {
      try reporter.warn(error.text)
    }
  }

  /// Whether a query is one of the user's own; where the list can't be read, which is said, it is none.
  private func isOwn(_ saved: SavedQuery) throws -> Bool {
    do {
      return try ownQueries.contains(saved)
    } catch {
      try reporter.warn(error.text)
      return false
    }
  }

  /// Whether a saved query may run: one that writes a file and that somebody else has put into the
  /// cache is asked about, once on this machine.
  ///
  /// - Throws: a ``Failure`` where nobody can be asked.
  package func allows(_ saved: SavedQuery, _ query: Query) throws -> Bool {
    guard let path = query.output.path?.value, try !isOwn(saved) else { return true }
    try settings.refuseIfSafe("writing files")
    let effect =
      "\(query.output.replaces ? "overwrites" : "writes") \(OwnQueries.named(path))"
      + (query.output.opens ? " and opens it in the browser" : "")
    let step = "run '\(saved.name)', which was not defined on this machine and \(effect)"
    guard try confirms(step, else: "nothing was run") else { return false }
    // A yes that was given for all questions is none to this one.
    if !settings.run.assumesYes { try noteOwn(saved) }
    return true
  }
}
