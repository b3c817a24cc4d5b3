import EnergyModel
import Terminal

extension Workspace {
  /// - Throws: that a result would overwrite what the program itself lives on.
  func refuseReservedFile(_ path: String) throws(Failure) {
    if let meaning = ownFiles.meaning(of: path) {
      throw Failure("cannot write \(path): it is \(meaning)")
    }
  }

  /// What a path is if it leads to one of the program's own files; nil otherwise.
  func meaning(ofOwn path: String) -> String? { ownFiles.meaning(of: path) }

  private var ownFiles: ReservedFiles {
    ReservedFiles(
      cache: cacheHandle.file, credentials: network.keys.path, history: settings.run.historyPath,
      queries: ownQueries.path)
  }
}
