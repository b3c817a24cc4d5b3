import Glibc

/// The program that holds a lock, according to the system, since a file could be forged by anybody.
enum LockHolder {
  /// The holder of an exclusive lock on one of `files`: `sqlite3 (process 4711, started 90 s ago)`.
  static func text(of files: [String]) -> String {
    let inodes = files.compactMap { file -> UInt64? in
      var status = stat()
      return stat(file, &status) == 0 ? UInt64(status.st_ino) : nil
    }
    let lines = contents(of: "/proc/locks")?.split(separator: "\n") ?? []
    let holders = lines.compactMap { holder(in: $0, of: inodes) }
    return text(of: holders.first { $0 != getpid() } ?? 0)
  }

  /// A process, as above; one on another machine has no number here.
  static func text(of process: pid_t) -> String {
    guard let name = contents(of: "/proc/\(process)/comm") else { return "another program" }
    let age = age(of: process).map { ", started \($0) s ago" } ?? ""
    return "\(name.filter { !$0.isNewline }) (process \(process)\(age))"
  }

  /// The process in a line such as `1: POSIX  ADVISORY  WRITE 4711 08:01:2345 120 120`.
  private static func holder(in line: Substring, of inodes: [UInt64]) -> pid_t? {
    let words = line.split(separator: " ")
    // Lines of waiting processes have an arrow as their second word.
    guard words.count == 8, words[3] == "WRITE",
      let inode = words[5].split(separator: ":").last.flatMap({ UInt64($0) }),
      inodes.contains(inode)
    else { return nil }
    return pid_t(words[4])
  }

  /// The time in seconds for which a process has run.
  private static func age(of process: pid_t) -> Int? {
    // The name is in brackets and may contain anything; the start time is the 20th word after them.
    let words = contents(of: "/proc/\(process)/stat")?.split(separator: ")").last?
      .split(separator: " ")
    guard let words, words.count > 19, let ticks = Int(words[19]),
      let uptime = contents(of: "/proc/uptime")?.split(separator: ".").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, uptime - ticks / sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &piece, piece.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
    }
  }
}
