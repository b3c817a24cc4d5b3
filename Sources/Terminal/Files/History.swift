package import EnergyModel
import Glibc

/// The statements typed at the prompt, kept from one session to the next.
///
/// In the file, an entry is a line with `#` and the seconds since 1970, then the lines of the
/// statement. Once it has failed it is there again, with a `!` behind the seconds. Several shells
/// may have it open: each appends its own entries.
package final class History {
  package struct Entry: Hashable {
    /// The time in seconds since 1970; nil if the file does not have it.
    package var time: Int64?
    package var text: String
    /// Whether it ended with an error when it was last run.
    package var failed = false
  }

  /// The entries, the newest last, without duplicates.
  package private(set) var entries: [Entry] = []
  /// How many entries are kept.
  private let limit: Int
  private var path: String?

  /// The history in a file, nil for one that ends with the session; the newest `limit` entries are
  /// kept.
  package init(path: String?, limit: Int) {
    self.path = path
    self.limit = limit
  }

  /// Reads the file, and compacts it if it has grown.
  ///
  /// - Throws: a ``Failure`` when it can't be read; the history is then empty. A file that does not
  ///   exist has no entries.
  package func load() throws(Failure) {
    guard let path else { return }
    let all = try History.read(path)
    entries = History.newest(limit, of: all)
    if entries.count < all.count { try rewrite(path) }
  }

  /// Adds a statement, and appends it to the file at once.
  ///
  /// - Throws: a ``Failure`` when the file can't be written.
  package func add(_ text: String) throws(Failure) {
    let isRepeated = entries.last.map { $0.text == text && !$0.failed } ?? false
    entries.removeAll { $0.text == text }
    let entry = Entry(time: Int64(time(nil)), text: text)
    entries.append(entry)
    guard let path, !isRepeated || access(path, F_OK) != 0 else { return }
    FileNames.makeFolders(above: path)
    try History.append(History.bytes(of: [entry]), to: path)
  }

  /// Records that a statement failed, so that it is not suggested.
  ///
  /// - Throws: a ``Failure`` when the file can't be written.
  package func noteFailure(of text: String) throws(Failure) {
    guard let index = entries.lastIndex(where: { $0.text == text }) else { return }
    entries[index].failed = true
    guard let path else { return }
    try History.append(History.bytes(of: [entries[index]]), to: path)
  }

  /// Stops using the file.
  package func stopUsingFile() { path = nil }

  /// The newest entry of a single line that begins with `start`, did not fail and passes `filter`.
  package func suggestion(
    for start: String, where filter: (String) -> Bool = { _ in true }
  ) -> String? {
    entries.last {
      !$0.failed && $0.text.hasPrefix(start) && $0.text.utf8.count > start.utf8.count
        && !$0.text.utf8.contains(UInt8(ascii: "\n")) && filter($0.text)
    }?.text
  }

  // MARK: The file

  /// The largest file, in bytes; ten thousand statements of usual length are 1 MB.
  private static let mostBytes = 64 << 20

  /// The entries of a file, in order; empty when it does not exist.
  package static func read(_ path: String) throws(Failure) -> [Entry] {
    guard access(path, F_OK) == 0 else { return [] }
    let bytes: [UInt8]
    do {
      bytes = try FileNames.read(path, atMost: mostBytes)
    } catch {
      let reason = (error as? FileError)?.reason ?? "\(error)"
      throw Failure("the history \(path) can't be read: \(reason)")
    }
    var entries: [Entry] = []
    var hasTime = false
    for bytes in bytes.split(separator: UInt8(ascii: "\n")) {
      // Other programs may have ended it with a carriage return.
      guard let end = bytes.lastIndex(where: { $0 != UInt8(ascii: "\r") }) else { continue }
      let line = String(decoding: bytes[...end], as: UTF8.self)
      if let (seconds, failed) = opening(line) {
        entries.append(Entry(time: seconds, text: "", failed: failed))
        hasTime = true
      } else if hasTime, let last = entries.indices.last {
        entries[last].text += entries[last].text.isEmpty ? line : "\n" + line
      } else {
        // A line without a time, as other programs write it.
        entries.append(Entry(text: line))
      }
    }
    return entries.filter { !$0.text.isEmpty }
  }

  /// The entries to keep: the newest of each text, and so many of these.
  package static func newest(_ limit: Int, of entries: [Entry]) -> [Entry] {
    var seen: Set<String> = []
    return Array(
      entries.reversed().filter { seen.insert($0.text).inserted }.prefix(limit).reversed())
  }

  /// Rewrites the file with the entries to keep, in a draft that is then renamed.
  ///
  /// Whoever has the lock of the file has its draft too.
  private func rewrite(_ path: String) throws(Failure) {
    try History.locking(path) { _ throws(Failure) in
      // Other shells may have appended to it since it was read.
      entries = History.newest(limit, of: try History.read(path))
      let draft = open(
        FileNames.draft(replacing: path), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard draft >= 0 else { throw History.unwritable(path) }
      defer { close(draft) }
      try FileNames.replace(path, through: draft) { History.bytes(of: entries) }
    }
  }

  private static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
    try locking(path) { descriptor throws(Failure) in
      do {
        try writeAll(bytes, to: descriptor, named: path)
      } catch {
        throw unwritable(path)
      }
    }
  }

  /// Opens the file for appending, or creates it private to its owner, and locks out other shells.
  private static func locking(
    _ path: String, _ body: (Int32) throws(Failure) -> Void
  ) throws(Failure) {
    while true {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw unwritable(path) }
      defer { close(descriptor) }
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw unwritable(path) }
      }
      // Another shell may have replaced the file meanwhile.
      var (ours, named) = (stat(), stat())
      guard fstat(descriptor, &ours) == 0, stat(path, &named) == 0, ours.st_ino == named.st_ino,
        ours.st_dev == named.st_dev
      else { continue }
      return try body(descriptor)
    }
  }

  private static func bytes(of entries: [Entry]) -> [UInt8] {
    let text = entries.map { entry in
      // A comment that looks like a time would begin an entry of its own.
      let lines = entry.text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
        opening(Substring(line)) != nil ? " \(Substring(line))" : "\(Substring(line))"
      }
      let mark = "#\(entry.time ?? 0)\(entry.failed ? "!" : "")"
      return "\(mark)\n\(lines.joined(separator: "\n"))\n"
    }
    return Array(text.joined().utf8)
  }

  /// What the line before an entry says of it; nil for any other line.
  ///
  /// A time that can't be, and 0, which stands for none, are nil seconds.
  private static func opening(_ line: some StringProtocol) -> (seconds: Int64?, failed: Bool)? {
    guard line.first == "#" else { return nil }
    let failed = line.last == "!"
    return Int64(line.dropFirst().dropLast(failed ? 1 : 0)).map { seconds in
      let isTime = seconds != 0 && Instant.writable.contains(Instant(seconds: seconds))
      return (isTime ? seconds : nil, failed)
    }
  }

  private static func unwritable(_ path: String) -> Failure {
    Failure("the history \(path) can't be written: \(systemError())")
  }
}
