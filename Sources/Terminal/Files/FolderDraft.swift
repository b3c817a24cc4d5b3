package import EnergyModel
import Glibc

/// A folder of files on its way: a draft beside its place, which gets the folder's name once it is whole.
///
/// Only its owner can open it.
package final class FolderDraft {
  private let path: String
  /// The place of the folder, behind symbolic links.
  private let place: String
  private let draft: String
  private let cancellation: Cancellation
  private var descriptor: Int32 = -1

  /// Whether a path names a folder: one that is there, or one to be made, as its `/` at the end says.
  package static func isMeant(by path: String) -> Bool {
    var status = stat()
    let path = expandingTilde(path)
    return path.hasSuffix("/") || stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the draft of the folder with a name, which has none or is empty.
  ///
  /// - Throws: a ``Failure`` when the place is taken, or nothing can be written there.
  package init(of path: String, cancellation: Cancellation) throws(Failure) {
    self.cancellation = cancellation
    let trimmed = FileNames.withoutSlashes(expandingTilde(path))
    self.path = trimmed
    place = FileNames.target(of: trimmed)
    draft = FileNames.draft(beside: place)
    var (status, other) = (stat(), stat())
    if stat(place, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw Failure("\(trimmed) exists and is not a folder", hint: "choose another name")
      }
      let folder = FileNames.folder(of: place)
      if stat(folder, &other) == 0, other.st_dev != status.st_dev {
        throw FolderDraft.fixed(trimmed, "is a mount point, which can't be replaced")
      }
      guard FileNames.entries(of: place).isEmpty else { throw FolderDraft.taken(trimmed) }
      if stat(".", &other) == 0, other.st_ino == status.st_ino, other.st_dev == status.st_dev {
        throw FolderDraft.fixed(trimmed, "is the current folder, which can't be replaced")
      }
      guard access(folder, W_OK) == 0 else {
        throw FolderDraft.fixed(
          trimmed, "can't be replaced: nothing can be written to the folder that it lies in")
      }
    }
    guard mkdir(draft, 0o700) == 0 else { throw unwritable() }
  }

  /// Begins a file in folders of the draft, which are made where they are not there yet, and ends the
  /// one before it.
  ///
  /// - Throws: a ``Failure``, as for a file that is there already.
  package func begin(_ file: String, in folders: [String]) throws(Failure) {
    try end()
    var name = draft
    for folder in folders {
      name += "/" + folder
      guard mkdir(name, 0o700) == 0 || errno == EEXIST else { throw unwritable(folder) }
    }
    descriptor = open(
      name + "/" + file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(file) }
  }

  /// Writes to the file that was begun last.
  package func write(_ bytes: [UInt8]) throws {
    try writeAll(bytes, to: descriptor, named: path, cancellation: cancellation)
  }

  /// Gives the draft the folder's name.
  package func finish() throws(Failure) {
    try end()
    // This replaces an empty folder, and nothing else.
    guard rename(draft, place) == 0 else {
      switch errno {
      case ENOTEMPTY, EEXIST: throw FolderDraft.taken(path)
      case EBUSY: throw FolderDraft.fixed(path, "is in use, and can't be replaced")
      default: throw unwritable()
      }
    }
  }

  /// Deletes the draft with all that is in it.
  package func delete() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    FolderDraft.delete(draft)
  }

  private func end() throws(Failure) {
    guard descriptor >= 0 else { return }
    defer { descriptor = -1 }
    guard close(descriptor) == 0 else { throw unwritable() }
  }

  /// The last error of the system, for the draft itself or for something in it: a name may be too long.
  private func unwritable(_ name: String = "") -> Failure {
    Failure("cannot write \(path)/\(name): \(systemError())")
  }

  /// A folder that is there and stays.
  private static func fixed(_ path: String, _ reason: String) -> Failure {
    Failure("\(path) \(reason)", hint: "choose a new folder in it, as \(path)/readings/")
  }

  private static func taken(_ path: String) -> Failure {
    Failure(
      "\(path)/ exists and is not empty",
      hint: "choose another name, or delete it first: only an empty folder is replaced")
  }

  private static func delete(_ path: String) {
    guard remove(path) != 0 else { return }
    for case let name? in FileNames.entries(of: path).map(\.name) { delete(path + "/" + name) }
    rmdir(path)
  }
}
