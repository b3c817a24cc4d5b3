import Cache
import EnergyModel
import Glibc
import Terminal

extension FileNames {
  /// Puts a file for its owner alone in the place of another, whole or not at all.
  ///
  /// The draft is the lock of all programs that replace the file: `contents` is asked for what to
  /// write while no other does. A draft that was left is written over.
  ///
  /// - Throws: what kept it from being written; what `contents` throws.
  static func replace(
    _ path: String, waiting: LockWait, with contents: () throws(Failure) -> [UInt8]
  ) throws(Failure) {
    let draft = try lockDraft(of: path, waiting)
    try replace(path, through: draft.descriptor, with: contents)
  }

  /// Deletes what a program that was killed while it replaced a file has left of it.
  static func removeDraft(of path: String) {
    guard access(draft(replacing: path), F_OK) == 0,
      let draft = try? lockDraft(of: path, LockWait(limit: .zero))
    else { return }
    unlink(draft.path)
  }

  private static func lockDraft(
    of path: String, _ waiting: LockWait
  ) throws(Failure) -> LockedFile {
    do throws(LockError) {
      return try LockedFile(path: draft(replacing: path), waiting: waiting)
    } catch {
      throw Failure("cannot write \(path): \(error)")
    }
  }
}
