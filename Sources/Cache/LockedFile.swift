import Glibc

/// A file private to its owner that one program holds at a time, from opening until closing.
///
/// Only those who may open it can lock it, and a lock ends with the program that holds it.
package final class LockedFile {
  package let path: String
  package let descriptor: Int32

  /// Opens a file for reading and writing, or creates it, and waits for its lock.
  ///
  /// Where files can't be locked it is only opened.
  ///
  /// - Throws: ``LockError``.
  package init(path: String, waiting: LockWait) throws(LockError) {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw .system(String(cString: strerror(errno)).lowercased()) }
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
        guard waiting.goesOn(for: [path]) else {
          close(descriptor)
          throw .busy(waiting.reason([path]))
        }
      }
      // The previous holder may have deleted or renamed the file.
      var (ours, named) = (stat(), stat())
      if fstat(descriptor, &ours) == 0, lstat(path, &named) == 0, ours.st_ino == named.st_ino,
        ours.st_dev == named.st_dev
      {
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit { close(descriptor) }
}

/// An error in locking a file.
package enum LockError: Error, CustomStringConvertible {
  /// The file can't be opened.
  case system(String)
  /// Another program holds the lock.
  case busy(String)

  package var description: String {
    switch self {
    case .system(let reason), .busy(let reason): reason
    }
  }
}
