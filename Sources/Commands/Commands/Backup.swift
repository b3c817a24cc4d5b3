import Cache
import EnergyModel
import QueryEngine
import QueryLanguage
import Rendering
import Terminal

extension CommandPage {
  static let backup = CommandPage(
    Backup.self, summary: "copy the cache into a file, while it is in use",
    details: [
      "The copy is the cache as it was at one moment, whatever other programs write meanwhile, for",
      "you alone (mode 0600). It gets its name once 'check' has found nothing wrong in it; of a",
      "cache with findings there is no copy. A file that exists is kept; 'into!' replaces it. A name",
      "that ends like a result's, as in .csv, is refused.", "",
      "It is a cache like any other: octowatt --db FILE opens it, and 'restore' puts it back.",
    ],
    examples: ["backup into! home.sqlite"])

  static let restore = CommandPage(
    Restore.self, summary: "replace the contents of the cache by those of a copy",
    details: [
      "It asks at a terminal; elsewhere it needs --yes. The copy is checked first, and one with",
      "findings, or a file that is no cache, is refused: the cache then stays as it is. Shells that",
      "have it open see the new contents with their next statement. The copy is left as it is; one",
      "of an older version is brought up to date on the way. 'undo' can't take it back.", "",
      "A cache that is too damaged to be opened is moved aside, and the copy takes its place. No",
      "other program may have it open.",
    ],
    examples: ["backup into! home.sqlite; restore home.sqlite"])
}

/// Copies the cache into a file.
struct Backup: Command {
  static let form = Form(
    "backup", .newFile(refusingFormat: "'backup' takes no 'as': the copy is a cache"))

  let file: OutputSyntax

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    file = try Backup.form.read(&cursor, in: context)
    try file.path?.refuseFormat(hint: "a copy is a cache, as in: home.sqlite")
  }

  /// - Throws: a ``Failure`` when something is wrong in the cache; there is then no file.
  func run(in workspace: Workspace) throws -> FollowUp {
    guard let path = file.path else { return .nothing }
    let cache = try workspace.cache()
    var contents = ""
    try workspace.output.makeFile(
      path.value, replacing: file.replaces, mode: 0o600, contents: { contents }
    ) { draft, _ in
      let report = try cache.copy(to: draft, named: expandingTilde(path.value))
      guard report.findings.isEmpty else {
        throw Failure(
          "\(counted(report.findings.count, "finding")) in the cache, which is not copied so",
          hint: "see 'check'")
      }
      contents = report.extent
    }
    return .nothing
  }
}

/// Replaces the contents of the cache by those of a copy.
struct Restore: Command {
  static let form = Form("restore", .operand(.text("FILE", "a file name", .file)))

  let file: Located<String>

  init(reading cursor: inout TokenCursor, in context: ReadingContext) throws {
    file = try Restore.form.read(&cursor, in: context)
    try file.refuseFormat(hint: "'import' reads it, 'restore' a copy made by 'backup'")
  }

  func run(in workspace: Workspace) throws -> FollowUp {
    let path = expandingTilde(file.value)
    if let meaning = workspace.meaning(ofOwn: path) {
      throw Failure("cannot restore \(path): it is \(meaning)")
    }
    let cache = try openCache(workspace)
    let copy = try Cache(
      copyOf: path, waiting: LockWait(limit: .seconds(10), cancellation: workspace.cancellation))
    let report = try copy.check()
    guard report.findings.isEmpty else {
      throw Failure(
        "\(counted(report.findings.count, "finding")) in \(path), which is not restored",
        hint: "to list them: octowatt --db \(quotedIfNeeded(path)) check")
    }
    guard let cache else { return try replaceDamaged(by: copy, report, in: workspace) }
    // What is damaged is no less to be replaced.
    let old = (try? cache.catalog()).map(contents) ?? "the cache"
    let step = "replace \(old) by \(contents(of: try copy.catalog()))"
    guard try workspace.confirms(step, else: "nothing was replaced") else { return .nothing }
    do {
      try cache.restore(from: copy)
    } catch CacheError.unreadable {
      // It was damaged since it was opened, so that no page of it can be replaced.
      workspace.cacheHandle.close()
      return try replaceDamaged(by: copy, report, in: workspace)
    }
    try workspace.reporter.info("restored \(path): \(report.extent)")
    return .nothing
  }

  /// The cache; nil for one that is too damaged to be opened.
  private func openCache(_ workspace: Workspace) throws -> Cache? {
    do throws(CacheError) {
      return try workspace.cache()
    } catch .ruined, .damaged {
      return nil
    } catch .notACache(let path) {
      throw Failure(
        "\(path) is not an octowatt cache; it is left as it is",
        hint: "if it was one, move it away, and type that again")
    }
  }

  /// Moves a cache that can't be opened aside, and puts the copy in its place.
  private func replaceDamaged(
    by copy: Cache, _ report: CacheReport, in workspace: Workspace
  ) throws -> FollowUp {
    try workspace.settings.refuseIfSafe("moving the damaged cache aside")
    let damaged = workspace.cacheHandle.path
    let step =
      "move the damaged cache \(damaged) aside, and put \(contents(of: try copy.catalog())) in its "
      + "place"
    guard try workspace.confirms(step, else: "nothing was replaced") else { return .nothing }
    let draft = FileNames.draft(beside: FileNames.target(of: damaged))
    let aside = try Interrupt.deletingAtEnd(draft) {
      try copy.replaceDamaged(damaged, through: draft, waiting: workspace.cacheHandle.lockWait)
    }
    FileNames.syncFolder(of: draft)
    try workspace.reporter.info("restored \(expandingTilde(file.value)): \(report.extent)")
    try workspace.reporter.note("the damaged cache is \(aside) now")
    return .nothing
  }

  /// As in `2 meters, 2 tariffs with readings until 2023-11-01`.
  private func contents(of catalog: Catalog) -> String {
    let last = catalog.meters.compactMap { $0.readings?.upperBound }.max()
    let day = last.map { " with readings until \(LocalDay(number: $0.flooredDivision(by: 48)))" }
    return "\(counted(catalog.meters.count, "meter")), "
      + counted(catalog.tariffs.count, "tariff") + (day ?? "")
  }
}

extension Located<String> {
  /// - Throws: a ``QueryError`` for a file name that says it holds a result, and no cache.
  fileprivate func refuseFormat(hint: String) throws(QueryError) {
    guard let format = OutputFormat(path: value) else { return }
    throw QueryError(
      "a file called \(value) holds a result (\(format.rawValue)), and no cache", at: span,
      hint: hint)
  }
}
