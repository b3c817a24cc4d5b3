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
    var trimmed = expandingTilde(path)
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    place = FileNames.target(of: trimmed)
    draft = FileNames.draft(beside: place)
    var (status, current) = (stat(), stat())
    if stat(place, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw Failure("\(trimmed) exists and is not a folder", hint: "choose another name")
      }
      guard FileNames.names(in: place).isEmpty else { throw FolderDraft.taken(trimmed) }
      if stat(".", &current) == 0, current.st_ino == status.st_ino, current.st_dev == status.st_dev
      {
        throw Failure(
          "\(trimmed) is the current folder, which can't be replaced",
          hint: "choose a folder in it, as \(trimmed)/readings/")
      }
    }
    guard mkdir(draft, 0o700) == 0 else { throw unwritable }
  }

  /// Begins a file in folders of the draft, which are made where they are not there yet, and ends the
  /// one before it.
  ///
  /// - Throws: a ``Failure``, as for a file that is there already.
  package func begin(_ file: String, in folders: [String]) throws(Failure) {
    end()
    var name = draft
    for folder in folders {
      name += "/" + folder
      guard mkdir(name, 0o700) == 0 || errno == EEXIST else { throw unwritable }
    }
    descriptor = open(
      name + "/" + file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable }
  }

  /// Writes to the file that was begun last.
  package func write(_ bytes: [UInt8]) throws {
    try writeAll(bytes, to: descriptor, named: path, cancellation: cancellation)
  }

  /// Gives the draft the folder's name.
  package func finish() throws(Failure) {
    end()
    // This replaces an empty folder, and nothing else.
    guard rename(draft, place) == 0 else {
      throw errno == ENOTEMPTY || errno == EEXIST ? FolderDraft.taken(path) : unwritable
    }
  }

  /// Deletes the draft with all that is in it.
  package func delete() {
    end()
    FolderDraft.delete(draft)
  }

  private func end() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private var unwritable: Failure { Failure("cannot write \(path)/: \(systemError())") }

  private static func taken(_ path: String) -> Failure {
    Failure(
      "\(path)/ exists and is not empty",
      hint: "choose another name, or delete it first: a folder is never replaced")
  }

  private static func delete(_ path: String) {
    guard remove(path) != 0 else { return }
    for name in FileNames.names(in: path) { delete(path + "/" + name) }
    rmdir(path)
  }
}
