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

  /// Whether a query is one of them; false for all of a list that can't be read.
  mutating func contains(_ query: SavedQuery) -> Bool {
    let text = OwnQueries.line(of: query)
    if !texts.contains(text), let path,
      let bytes = try? FileNames.read(path, atMost: OwnQueries.mostBytes)
    {
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      texts.formUnion(lines.map(String.init))
    }
    return texts.contains(text)
  }

  /// Adds a query.
  ///
  /// - Throws: a ``Failure`` when the list can't be written; the query is then only known until the
  ///   program ends.
  mutating func add(_ query: SavedQuery) throws(Failure) {
    guard !contains(query) else { return }
    let text = OwnQueries.line(of: query)
    texts.insert(text)
    guard let path else { return }
    FileNames.makeFolders(above: path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OwnQueries.unwritable(path) }
    defer { close(descriptor) }
    // One call, so that lines of several programs do not mix.
    let line = Array("\(text)\n".utf8)
    guard write(descriptor, line, line.count) == line.count else {
      throw OwnQueries.unwritable(path)
    }
  }

  /// The statement that defines a query, on one line: strings end with their line.
  private static func line(of query: SavedQuery) -> String {
    text(of: Lexer.lex(query.text).statements.first ?? [], in: query.text)
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure("the list of your queries \(path) can't be written: \(systemError())")
  }
}

extension Workspace {
  /// Notes that the user of this machine has defined or allowed a saved query; those of a cache in
  /// memory need none.
  func noteOwn(_ saved: SavedQuery) throws {
    guard cacheHandle.path != ":memory:" else { return }
    do {
      try ownQueries.add(saved)
    } catch {
      try reporter.warn(error.message)
    }
  }

  /// Whether a saved query may run: one that writes a file and that somebody else has put into the
  /// cache is asked about, once on this machine.
  ///
  /// - Throws: a ``Failure`` where nobody can be asked.
  package func allows(_ saved: SavedQuery, _ query: Query) throws -> Bool {
    guard let path = query.output.path?.value, cacheHandle.path != ":memory:",
      !ownQueries.contains(saved)
    else { return true }
    try settings.refuseIfSafe("writing files")
    let effect =
      "\(query.output.replaces ? "overwrites" : "writes") \(path)"
      + (query.output.opens ? " and opens it in the browser" : "")
    let step = "run '\(saved.name)', which was not defined on this machine and \(effect)"
    guard try confirms(step, else: "nothing was run") else { return false }
    // A yes that was given for all questions is none to this one.
    if !settings.run.assumesYes { try noteOwn(saved) }
    return true
  }
}
