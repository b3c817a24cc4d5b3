import EnergyModel
import Terminal

extension Workspace {
  /// - Throws: that a result would overwrite what the program itself lives on.
  func refuseReservedFile(_ path: String) throws(Failure) {
    let own = ReservedFiles(
      cache: cacheHandle.file, credentials: network.keys.path, history: settings.run.historyPath)
    if let meaning = own.meaning(of: path) {
      throw Failure("cannot write \(path): it is \(meaning)")
    }
  }
}
