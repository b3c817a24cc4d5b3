import Glibc

/// The program that has a lock, as the system tells it: no file that anybody could write says so.
enum LockHolder {
  /// `sqlite3 (process 4711, started 90 s ago)`: who has a lock on one of `files` for itself alone.
  static func text(of files: [String]) -> String {
    let inodes = files.compactMap { file -> UInt64? in
      var status = stat()
      return stat(file, &status) == 0 ? UInt64(status.st_ino) : nil
    }
    let lines = contents(of: "/proc/locks")?.split(separator: "\n") ?? []
    let holders = lines.compactMap { holder(in: $0, of: inodes) }
    guard let holder = holders.first(where: { $0 != getpid() }),
      let name = contents(of: "/proc/\(holder)/comm")
    else { return "another program" }
    let age = age(of: holder).map { ", started \($0) s ago" } ?? ""
    return "\(name.filter { !$0.isNewline }) (process \(holder)\(age))"
  }

  /// The process in a line such as `1: POSIX  ADVISORY  WRITE 4711 08:01:2345 120 120`.
  private static func holder(in line: Substring, of inodes: [UInt64]) -> pid_t? {
    let words = line.split(separator: " ")
    // Those that wait have an arrow in the second place.
    guard words.count == 8, words[3] == "WRITE",
      let inode = words[5].split(separator: ":").last.flatMap({ UInt64($0) }),
      inodes.contains(inode)
    else { return nil }
    return pid_t(words[4])
  }

  /// For how many seconds a process has run.
  private static func age(of process: pid_t) -> Int? {
    // The name, which may hold anything, is in brackets; the start is the 20th word behind them.
    let words = contents(of: "/proc/\(process)/stat")?.split(separator: ")").last?
      .split(separator: " ")
    guard let words, words.count > 19, let ticks = Int(words[19]),
      let uptime = contents(of: "/proc/uptime")?.split(separator: ".").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, uptime - ticks / sysconf(Int32(_SC_CLK_TCK)))
  }

  /// A file of the system as text.
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
