package import EnergyModel

/// An error in opening or using a cache.
package enum CacheError: Diagnosable, Hashable, CustomStringConvertible {
  case cannotOpen(path: String, reason: String)
  /// A cache whose contents are too damaged for it to be opened.
  case ruined(path: String, reason: String)
  /// A file can't be put in the place of a damaged one.
  case cannotReplace(path: String, reason: String)
  case notACache(path: String)
  case newer(path: String)
  /// Another program has an exclusive lock and did not release it in time.
  case busy(path: String, reason: String)
  /// Since the cache was opened, its path was removed or came to lead to another file, or another program
  /// has written to one that is only read.
  case moved(path: String, Move)
  /// Since the cache was opened as one that nobody changes, another program has put changes into its WAL.
  case changedBeside(path: String, log: String)
  /// Neither the file nor what SQLite needs beside it can be written.
  case readOnly(path: String)
  /// The file has a trigger that no version has made, which would run with every change.
  case foreignTrigger(path: String, name: String)
  /// There is no room for what is written to it.
  case full(path: String)
  /// SQLite met pages that are damaged, or a schema that is not that of a cache.
  case unreadable(path: String, reason: String)
  /// A row that violates the schema's invariants.
  case damaged(row: String, reason: String)
  case unknownTariff(String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "cannot open the cache \(path): \(reason)"
    case .ruined(let path, let reason):
      "cannot open the cache \(path): \(reason); restore a backup"
    case .cannotReplace(let path, let reason): "cannot replace \(path): \(reason)"
    case .notACache(let path): "\(path) is not an octowatt cache; it is left as it is"
    case .newer(let path):
      "\(path) was made by a newer octowatt, which this one can't read; it is left as it is"
    case .busy(let path, let reason):
      "cannot use the cache \(path): \(reason)"
    case .moved(let path, let move):
      "the cache \(path) was \(move.rawValue) while it was open here; nothing was done: "
        + "start octowatt again"
    case .changedBeside(let path, let log):
      "the cache \(path) has changes beside it in \(log), made while it was open here; nothing was "
        + "done: start octowatt again"
    case .readOnly(let path):
      "cannot change the cache \(path): the file or its folder can't be written to"
    case .foreignTrigger(let path, let name):
      "cannot change the cache \(path): another program has put the trigger '\(name)' into it; "
        + "nothing was done: see 'check'"
    case .full(let path): "cannot write \(path): the disk is full"
    case .unreadable(let path, let reason):
      "the cache \(path) can't be used: \(reason); see 'check', and restore a backup"
    case .damaged(let row, let reason): "the cache is damaged: \(row) \(reason)"
    case .unknownTariff(let name): "there is no tariff '\(name)' in the cache"
    }
  }
}

extension CacheError {
  /// The ways in which a path came to lead elsewhere than to the opened file.
  package enum Move: String, Sendable {
    case gone = "deleted or moved away"
    case replaced = "replaced by another file"
    case changed = "changed by another program"
  }

  package var message: String { description }

  /// A file that can't be opened or used is a usage error; all else fails the statement.
  package var exitStatus: ExitStatus {
    switch self {
    case .cannotOpen, .ruined, .notACache, .newer: .usage
    case .cannotReplace, .busy, .moved, .changedBeside, .readOnly, .foreignTrigger, .full,
      .unreadable, .damaged,
      .unknownTariff:
      .failure
    }
  }
}
