import EnergyModel
import Glibc
import QueryLanguage
import Rendering
import Terminal

extension Setting {
  static let mode = Setting(
    name: ".mode", values: "FORMAT", summary: "the format of results: see 'help formats'",
    details: ["'as FORMAT' is for a single result."], examples: [".mode csv"],
    value: { $0.output.format(OutputSyntax()).rawValue },
    change: { cursor in
      let choice = OutputFormat.words.joined(separator: ", ")
      let typed = try cursor.onlyOperand("a format (\(choice))", .format)
      guard let format = OutputFormat(word: typed.value) else {
        throw QueryError.unknown(
          "format", typed, among: OutputFormat.words, hint: "formats are \(choice)")
      }
      return changing { $0.settings.output.format = format }
    })

  static let output = Setting(
    name: ".output", values: "FILE|off", summary: "where all results go from now on",
    details: [
      "The file is emptied first. Its extension sets the format unless '.mode' or --format did, and",
      "must be that of a format then. 'off' goes back to where results went at the start.",
    ],
    examples: [".output july.csv", ".output off"],
    value: { $0.output.file.map { quotedIfNeeded($0.path) } ?? "off" },
    change: { cursor in
      let path = try cursor.onlyOperand("a file name, or off", words: ["off"], .file)
      return changing { workspace in
        if !path.isOff {
          try workspace.settings.refuseIfSafe("writing files")
          try workspace.refuseReservedFile(expandingTilde(path.value))
          if workspace.settings.output.format == nil { try path.checkExtension(naming: "'.mode'") }
        }
        workspace.output.file =
          path.isOff ? nil : try OutputFile(path: path.value, cancellation: workspace.cancellation)
      }
    })

  static let once = Setting(
    name: ".once", values: "FILE|off", summary: "where only the next result goes",
    details: ["A file that exists is replaced."], examples: [".once july.csv"],
    value: { $0.output.onceFile.map { quotedIfNeeded($0) } ?? "off" },
    change: { cursor in
      let path = try cursor.onlyOperand("a file name, or off", words: ["off"], .file)
      return changing { workspace in
        if !path.isOff {
          try workspace.settings.refuseIfSafe("writing files")
          try workspace.refuseReservedFile(expandingTilde(path.value))
          try path.checkExtension(naming: "'into FILE as FORMAT'")
          try checkWritable(expandingTilde(path.value))
        }
        workspace.output.onceFile = path.isOff ? nil : path.value
      }
    })

  static let null = Setting(
    name: ".null", values: "TEXT", summary: "the text for a missing value in csv and tsv",
    examples: [".null NA", ".null ''"],
    value: { quotedIfNeeded($0.settings.output.null) },
    change: { cursor in
      let text = try cursor.onlyOperand("a text").value
      return changing { $0.settings.output.null = text }
    })

  static let formulas = Setting(
    name: ".formulas", values: "text|raw", summary: "what csv and tsv do with spreadsheet formulas",
    details: [
      "A name that begins with = + - or @ would be run by a spreadsheet: 'text' puts ' before it,",
      "'raw' keeps it as it is. Numbers are never changed.",
    ],
    examples: [".formulas raw", ".formulas text"],
    value: { $0.settings.output.keepsFormulas ? "raw" : "text" },
    change: { cursor in
      let isRaw = try cursor.choice("text or raw", ["text", "raw"]) == "raw"
      return changing { $0.settings.output.keepsFormulas = isRaw }
    })
}

extension Setting {
  static let policy = Setting(
    name: ".policy", values: Policy.words.joined(separator: "|"),
    summary: "the rounding of money: see 'help policies'",
    details: ["'using POLICY' is for a single query."], examples: [".policy guide"],
    value: { $0.settings.pricing.policy.word },
    change: { cursor in
      let choice = Policy.words.joined(separator: ", ")
      cursor.expect(Policy.allCases)
      let typed = try cursor.onlyOperand("a policy (\(choice))")
      guard let policy = Policy(word: typed.value) else {
        throw QueryError.unknown("policy", typed, among: Policy.words, hint: "there are: \(choice)")
      }
      return changing { $0.settings.pricing.policy = policy }
    })
}

extension Located<String> {
  /// Whether it is the word that ends output to a file; a file of that name is `./off`.
  var isOff: Bool { value.lowercased() == "off" }

  /// - Throws: ``QueryError`` for a file whose extension is no format's; `naming` is how to name
  ///   one.
  fileprivate func checkExtension(naming: String) throws(QueryError) {
    guard let reason = OutputFormat.refusal(of: value, naming: naming) else { return }
    throw QueryError(reason, at: span)
  }
}

/// Checks whether a file can be created or replaced, without doing so.
///
/// - Throws: a ``Failure`` when it can't.
private func checkWritable(_ path: String) throws(Failure) {
  var status = stat()
  let isThere = stat(path, &status) == 0
  if isThere, status.st_mode & S_IFMT == S_IFDIR {
    errno = EISDIR
  } else if access(FileNames.folder(of: path), W_OK | X_OK) == 0,
    !isThere || access(path, W_OK) == 0
  {
    return
  }
  throw Failure("cannot write \(path): \(systemError())")
}
