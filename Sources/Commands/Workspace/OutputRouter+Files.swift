package import EnergyModel
import Glibc
import QueryLanguage
import Rendering
import Terminal

/// Files that statements make, each whole or not at all.
extension OutputRouter {
  /// Writes the file that a statement names, atomically, and shows it if the statement asks for that.
  func writeFile(
    _ syntax: OutputSyntax, contents: () -> String? = { nil },
    _ produce: (OutputBuffer) throws -> Void
  ) throws {
    guard let path = syntax.path else { return }
    if syntax.opens { try settings.refuseIfSafe("running other programs") }
    try writeFile(path.value, replacing: syntax.replaces, contents: contents, produce)
    if syntax.opens { try showInBrowser(path.value) }
  }

  /// Writes a file atomically; `contents` returns a description of what it holds.
  package func writeFile(
    _ path: String, replacing: Bool, contents: () -> String? = { nil },
    _ produce: (OutputBuffer) throws -> Void
  ) throws {
    try makeFile(path, replacing: replacing, mode: 0o666, contents: contents) { _, descriptor in
      let buffer = OutputBuffer { [cancellation] bytes in
        try writeAll(
          bytes, to: descriptor, named: expandingTilde(path), cancellation: cancellation)
      }
      try produce(buffer)
      try buffer.flush()
    }
  }

  /// Makes a file atomically: `fill` gets the path of an empty draft, and its descriptor, and the
  /// file's name appears once it has ended.
  ///
  /// - Throws: a ``Failure`` for a file that is there, unless it is `replacing` one, or that can't be
  ///   written; what `fill` throws.
  func makeFile(
    _ path: String, replacing: Bool, mode: mode_t, contents: () -> String? = { nil },
    _ fill: (_ draft: String, _ descriptor: Int32) throws -> Void
  ) throws {
    try settings.refuseIfSafe("writing files")
    let path = expandingTilde(path)
    try refuseReservedFile(path)
    func exists() -> Failure {
      Failure("\(path) exists", hint: "to replace it: into! \(quotedIfNeeded(path))")
    }
    func unwritable() -> Failure { Failure("cannot write \(path): \(systemError())") }
    var status = stat()
    if lstat(path, &status) == 0 {
      guard replacing else { throw exists() }
      // A device, pipe or link must not be replaced by a file.
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw Failure("\(path) is not a regular file", hint: "use standard output, or -o")
      }
    }
    let draft = FileNames.draft(beside: path)
    // It is deleted on a signal from before its creation until it is renamed.
    try Interrupt.deletingAtEnd(draft) {
      let descriptor = open(
        draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      guard descriptor >= 0 else { throw unwritable() }
      do {
        do {
          try fill(draft, descriptor)
          guard fsync(descriptor) == 0 else { throw unwritable() }
        } catch {
          close(descriptor)
          throw error
        }
        guard close(descriptor) == 0 else { throw unwritable() }
        guard replacing ? rename(draft, path) == 0 : FileNames.move(draft, toNew: path) else {
          throw errno == EEXIST ? exists() : unwritable()
        }
        FileNames.syncFolder(of: path)
      } catch {
        unlink(draft)
        throw error
      }
    }
    try reporter.info("wrote \(path)" + (contents().map { ": \($0)" } ?? ""))
  }

  /// Makes a folder of files, whole or not at all: `fill` writes them into its draft.
  ///
  /// - Throws: a ``Failure`` for a folder that is there and not empty, or that can't be written; what
  ///   `fill` throws.
  func makeFolder(
    _ path: String, contents: () -> String, _ fill: (FolderDraft) throws -> Void
  ) throws {
    try settings.refuseIfSafe("writing files")
    try refuseReservedFile(expandingTilde(path))
    try Interrupt.endingLater {
      let draft = try FolderDraft(of: path, cancellation: cancellation)
      do {
        try fill(draft)
        try cancellation.check()
        try draft.finish()
      } catch {
        draft.delete()
        throw error
      }
    }
    try reporter.info("wrote \(path): \(contents())")
  }
}
