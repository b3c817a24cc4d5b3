import EnergyModel
import Glibc

/// Runs `body` while no other opener of a file in the same folder does.
///
/// What SQLite locks is a database; this is for the time before there is one. The lock is on the
/// folder, as closing a second descriptor of the database itself would take away SQLite's own
/// locks on it. Where a folder can't be locked, the body runs without.
func lockingFolder<Result>(
  of path: String, unless cancellation: Cancellation, _ body: () throws -> Result
) throws -> Result {
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  defer { if descriptor >= 0 { close(descriptor) } }
  while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {
    try cancellation.check()
  }
  return try body()
}
