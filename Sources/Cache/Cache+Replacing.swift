import EnergyModel
import Glibc

extension Cache {
  /// Puts this cache in the place of a file that is too damaged to be opened, which is moved aside with
  /// the changes beside it.
  ///
  /// At any moment there is a file at the path: the damaged one, or that which replaces it, whole.
  ///
  /// - Parameters:
  ///   - path: the damaged file, or a link to it.
  ///   - draft: a new name beside the file itself; no file of that name stays.
  ///   - waiting: the policy for waiting on another program that opens or replaces it too.
  /// - Returns: the new name of the damaged file.
  /// - Throws: ``CacheError/busy(path:reason:)`` where another program has it open;
  ///   ``CacheError/cannotReplace(path:reason:)``; ``CacheError/full(path:)``; ``Cancelled``.
  package func replaceDamaged(
    _ path: String, through draft: String, waiting: LockWait
  ) throws -> String {
    let real = Cache.lockedFiles(path)[0]
    func check(_ isDone: Bool) throws(CacheError) {
      guard !isDone else { return }
      throw .cannotReplace(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    waiting.begin()
    return try Cache.locking(real, waiting) {
      let damaged = Glibc.open(real, O_RDWR | O_CLOEXEC)
      try check(damaged >= 0)
      defer { Glibc.close(damaged) }
      try Cache.lockWhole(damaged, path: path)
      let descriptor = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      try check(descriptor >= 0)
      defer {
        Glibc.close(descriptor)
        unlink(draft)
      }
      try forgetChanges(numberedFrom: 0)
      _ = try copy(to: draft, named: path)
      try check(fsync(descriptor) == 0)
      let aside = Cache.nameAside(real)
      // Where a file can't have two names, there is none at the path for a moment.
      try check(link(real, aside) == 0 || rename(real, aside) == 0)
      // A journal beside the damaged file would be taken for changes of the new one.
      for end in ["-wal", "-journal"] {
        try check(rename(real + end, aside + end) == 0 || errno == ENOENT)
      }
      unlink(real + "-shm")
      try check(rename(draft, real) == 0)
      return aside
    }
  }

  /// A name beside a file that nothing has.
  private static func nameAside(_ file: String) -> String {
    var status = stat()
    var name = file + ".damaged"
    var number = 1
    while ["", "-wal", "-journal"].contains(where: { lstat(name + $0, &status) == 0 }) {
      number += 1
      name = file + ".damaged-\(number)"
    }
    return name
  }

  /// Takes all of SQLite's locks on a file, which whoever has it open holds one of.
  ///
  /// - Throws: ``CacheError/busy(path:reason:)``; ``CacheError/cannotReplace(path:reason:)`` where it can't
  ///   be locked.
  private static func lockWhole(_ descriptor: Int32, path: String) throws(CacheError) {
    // The bytes that SQLite locks in any file: PENDING_BYTE and the 511 behind it.
    var lock = flock()
    (lock.l_type, lock.l_whence) = (Int16(F_WRLCK), Int16(SEEK_SET))
    (lock.l_start, lock.l_len) = (0x4000_0000, 512)
    guard fcntl(descriptor, F_SETLK, &lock) != 0 else { return }
    guard errno == EAGAIN || errno == EACCES else {
      throw .cannotReplace(path: path, reason: String(cString: strerror(errno)).lowercased())
    }
    _ = fcntl(descriptor, F_GETLK, &lock)
    throw .busy(path: path, reason: "\(LockHolder.text(of: lock.l_pid)) has it open")
  }
}
