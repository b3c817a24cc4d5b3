import EnergyModel
import Glibc
import QueryEngine
import QueryLanguage
import Rendering
package import Terminal

/// The routing of results: to standard output, to a file for some or all results, or to the pager.
package final class OutputRouter {
  let settings: Settings
  let reporter: Reporter
  let cancellation: Cancellation
  /// The destination set by `.output`.
  var file: OutputFile?
  /// The destination of the next result, set by `.once`.
  var onceFile: String?
  /// The screen whose size decides what goes to the pager; nil if nothing does.
  package var pagedScreen: () -> ScreenSize? = { nil }
  /// - Throws: a ``Failure`` when a result would overwrite one of the program's own files.
  var refuseReservedFile: (String) throws -> Void = { _ in }
  private var pager = PagerHistory()
  /// The last result of a query or list.
  private(set) var last: KeptResult?
  private var progress = StatementOutputState()

  /// The state shared by the results of one statement.
  private struct StatementOutputState {
    var start = ContinuousClock.now
    /// Whether a footer has shown the statement's time.
    var hasShownTime = false
    /// Whether a result has been written, from which the next has to be separated.
    var hasResults = false
  }

  /// The way in which the user left the pager.
  private struct PagerHistory {
    /// The reason for abandoning everything still to run, once the user asked for that in the
    /// pager.
    var abandonReason: String?
    /// The time of the last run of the pager, if it was quit before its end.
    var lastQuit: ContinuousClock.Instant?
  }

  init(settings: Settings, reporter: Reporter, cancellation: Cancellation) {
    self.settings = settings
    self.reporter = reporter
    self.cancellation = cancellation
  }

  private var console: Console { reporter.console }

  /// The reason for abandoning everything still to run; nil otherwise.
  package var abandonReason: String? { pager.abandonReason }

  /// Forgets how the pager was left, when the user enters something new.
  package func forgetPager() { pager = PagerHistory() }

  /// Begins the answer to a statement typed at the prompt, which appears directly below it.
  package func beginAnswer() { progress.hasResults = false }

  /// Starts timing a statement.
  package func beginStatement() { (progress.start, progress.hasShownTime) = (.now, false) }

  /// Runs a statement, and reports its duration if that is wanted and no footer showed it.
  package func timed(_ step: () throws -> Void) throws {
    let start = progress.start
    try step()
    if settings.output.timing == .on, !progress.hasShownTime {
      try reporter.info("done, \((.now - start).shortText)")
    }
  }

  /// Writes a list that is complete in memory.
  func present(_ table: ResultTable, _ syntax: OutputSyntax) throws {
    try present(syntax) { sink in try table.send(to: &sink) }
  }

  /// Writes one result where, and in the format that, the statement or the run asks for.
  ///
  /// `produce` sends the result to the sink that it is given. With `inFull` it is neither truncated
  /// nor timed. `outline` says what of it is drawn, if it can be.
  func present(
    _ syntax: OutputSyntax, inFull: Bool = false, outline: ChartOutline? = nil,
    _ produce: (inout ResultTap) throws -> Void
  ) throws {
    try checkExtension(syntax)
    let syntax = withOnceFile(syntax)
    let format = format(syntax)
    let drawing = try drawing(syntax, format, outline)
    try syntax.locatingChartErrors {
      try write(syntax, format, drawing, inFull: inFull, produce)
    }
    last?.outline = outline
  }

  private func write(
    _ syntax: OutputSyntax, _ format: OutputFormat, _ drawing: ChartDrawing?, inFull: Bool,
    _ produce: (inout ResultTap) throws -> Void
  ) throws {
    let start = progress.start
    var options = RenderOptions(null: settings.output.null)
    options.keepsFormulas = settings.output.keepsFormulas
    options.isForTerminal = syntax.path == nil && showsResults
    options.cancellation = cancellation
    if settings.output.timing != .off, !inFull {
      progress.hasShownTime = format.hasFooter
      options.elapsed = { ContinuousClock.now - start }
    }
    if syntax.path != nil {
      return try writeFile(syntax) { buffer in
        try run(renderer(format, drawing, options, buffer), format, produce)
      }
    }
    if file == nil {
      options.footerWidth = terminalWidth
      options.width = !inFull || drawing != nil ? terminalWidth : nil
      // A picture is as wide as was asked, wherever it goes; nothing of it is lost.
      if drawing != nil { options.width = options.width ?? settings.display.width }
      options.color = console.usesColor
      options.unicode = console.usesUnicode
    } else {
      options.color = console.color == .always
    }
    try separate(format.separator)
    options.isPaged = screen != nil
    try paged { [options] buffer in
      try run(
        renderer(format, drawing, options, buffer), format, isPaged: options.isPaged, produce)
    }
  }

  private func renderer(
    _ format: OutputFormat, _ drawing: ChartDrawing?, _ options: RenderOptions,
    _ buffer: OutputBuffer
  ) -> any ResultSink {
    if let drawing, let form = format.picture {
      return drawing.renderer(form, options: options, output: buffer)
    }
    return makeRenderer(format, options: options, output: buffer)
  }

  /// How the result is drawn; nil where it is not.
  private func drawing(
    _ syntax: OutputSyntax, _ format: OutputFormat, _ outline: ChartOutline?
  ) throws(QueryError) -> ChartDrawing? {
    guard syntax.chart != nil || format == .svg, let outline else {
      guard let chart = syntax.chart else { return nil }
      throw QueryError(ChartError.noPicture.message, at: chart.span)
    }
    guard format.picture != nil else { throw syntax.noPicture(format) }
    let suiting = pagedScreen().map { max(4, min(10, $0.rows - 8)) }
    return ChartDrawing(
      kind: syntax.chart?.value.kind, height: settings.display.chartHeight ?? suiting,
      depth: settings.display.colorDepth, outline.drawn)
  }

  /// Writes what draws itself, in characters or as a page.
  func present(
    _ syntax: OutputSyntax, draw: (PictureForm, RenderOptions, OutputBuffer) throws -> Void
  ) throws {
    try checkExtension(syntax)
    let syntax = try withPrivateFile(withOnceFile(syntax))
    let format = format(syntax)
    guard let form = format.picture, form != .image else { throw syntax.noPicture(format) }
    var options = RenderOptions()
    options.cancellation = cancellation
    if syntax.path != nil { return try writeFile(syntax) { try draw(form, options, $0) } }
    if file == nil {
      options.width = settings.display.width ?? terminalWidth
      (options.color, options.unicode) = (console.usesColor, console.usesUnicode)
    }
    try separate(format.separator)
    try paged { try draw(form, options, $0) }
  }

  /// The width of the terminal that results go to; nil if they go to none.
  private var terminalWidth: Int? {
    console.outputIsTerminal ? settings.display.width ?? console.width() : nil
  }

  /// Writes a result that is already text; at a terminal lines that are too long for it are wrapped.
  ///
  /// As JSON the text of a `statement` about data has a row for each line, so that programs can read all
  /// that a run prints.
  func present(text: String, of statement: String? = nil, _ syntax: OutputSyntax) throws {
    try checkExtension(syntax)
    let syntax = withOnceFile(syntax)
    if let statement, [.json, .jsonl].contains(format(syntax)) {
      // 'last' goes on to show the table before it.
      let table = last
      defer { last = table }
      return try present(ResultTable(text, of: statement), syntax)
    }
    if syntax.path != nil {
      try writeFile(syntax) { buffer in try buffer.write(text) }
    } else {
      try separate("\n")
      let text = shown(text)
      let width = file == nil ? terminalWidth : nil
      try paged { buffer in try buffer.write(width.map(text.wrappedLines) ?? text) }
    }
  }

  /// The screen beyond whose size results go to the pager; nil if none do.
  private var screen: ScreenSize? {
    guard console.outputIsTerminal, file == nil, !settings.display.pager.isEmpty else { return nil }
    return pagedScreen()
  }

  /// Writes results to their destination: at a prompt, the pager if they exceed the screen.
  private func paged(_ write: (OutputBuffer) throws -> Void) throws {
    guard let screen else { return try write(results) }
    var text: [UInt8] = []
    let page = OutputBuffer { [cancellation] bytes in
      try cancellation.check()
      text += bytes
    }
    try write(page)
    try page.flush()
    try flush()
    if screen.isExceeded(by: text) {
      let view = try Pager(command: settings.display.pager).show(text)
      if try wasShown(view) { return }
      let pager = settings.display.pager.visible
      try console.report("warning: the pager '\(pager)' can't be run; see 'help .pager'")
    }
    try results.write(bytes: text)
  }

  /// Whether a pager has shown the result.
  ///
  /// The way it was left may tell that the user wants nothing more of everything still to run.
  private func wasShown(_ view: Pager.Outcome) throws -> Bool {
    let earlier = pager.lastQuit
    pager.lastQuit = view == .quit ? .now : nil
    switch view {
    case .notThere: return false
    case .seen: break
    case .interrupted: pager.abandonReason = "interrupted"
    case .quit:
      if let earlier, .now - earlier < .seconds(1) {
        pager.abandonReason = "interrupted: the pager was quit twice within a second"
      }
    }
    return true
  }

  /// Prints a line of the shell's own among the results.
  func printLine(_ line: String) throws {
    try results.write(shown(line) + "\n")
    setHasResults(true)
  }

  /// Prints a statement, with the result to follow directly below.
  package func echo(_ statement: String) throws {
    try separate("\n")
    try results.write(shown(statement) + "\n")
    setHasResults(false)
  }

  /// Flushes all buffered results.
  package func flush() throws {
    try console.output.flush()
    try file?.buffer.flush()
  }

  /// Discards the buffered results.
  package func discard() {
    console.output.discard()
    file?.buffer.discard()
  }

  /// Whether results go to a terminal.
  private var showsResults: Bool { file?.isTerminal ?? console.outputIsTerminal }

  /// Text for the destination of results; for a terminal, control characters are spelled out.
  private func shown(_ text: String) -> String { showsResults ? text.visibleLines : text }

  private var results: OutputBuffer { file?.buffer ?? console.output }

  /// The statement's output syntax, in which `.once` fills in a missing destination.
  private func withOnceFile(_ syntax: OutputSyntax) -> OutputSyntax {
    guard syntax.path == nil, let path = onceFile else { return syntax }
    onceFile = nil
    var syntax = syntax
    syntax.path = Located(path, at: 0..<0)
    syntax.replaces = true
    return syntax
  }

  private func separate(_ separator: String) throws {
    if file?.hasResults ?? progress.hasResults { try results.write(separator) }
    setHasResults(true)
  }

  private func setHasResults(_ value: Bool) {
    if let file { file.hasResults = value } else { progress.hasResults = value }
  }

  /// - Throws: ``QueryError`` when the statement names no format and its file's extension is not
  ///   one.
  private func checkExtension(_ syntax: OutputSyntax) throws(QueryError) {
    guard syntax.format == nil, let path = syntax.path,
      let reason = OutputFormat.refusal(of: path.value, naming: "'as'")
    else { return }
    throw QueryError(reason, at: path.span)
  }

  /// Whether a statement asks for a format by name, or the file that it writes to by the end of its.
  func namesFormat(_ syntax: OutputSyntax) -> Bool {
    let path = syntax.path?.value ?? file?.path ?? settings.output.path
    return syntax.format != nil || path.flatMap(OutputFormat.init(path:)) != nil
  }

  /// The format: that of the statement, else of its file's extension, else of the run.
  func format(_ syntax: OutputSyntax) -> OutputFormat {
    if let format = syntax.format { return format.value }
    if let path = syntax.path, let format = OutputFormat(path: path.value) { return format }
    let path = file?.path ?? settings.output.path
    return settings.output.format ?? path.flatMap(OutputFormat.init(path:)) ?? .table
  }

  private func run(
    _ renderer: any ResultSink, _ format: OutputFormat, isPaged: Bool = false,
    _ produce: (inout ResultTap) throws -> Void
  ) throws {
    let holder =
      isPaged ? "the pager" : format.streams ? nil : "'\(format)'"
    var tap = ResultTap(renderer, heldBy: holder, cancellation: cancellation)
    try produce(&tap)
    last = tap.kept
    let means = format.hasFooter ? [] : tap.summary.means
    for note in tap.summary.notes + means { try reporter.note(note) }
    if tap.summary.isIncomplete { reporter.noteIncomplete() }
    for (name, coverage) in [("", tap.summary.coverage), ("versus: ", tap.summary.versusCoverage)] {
      guard let coverage, coverage.present == 0 || !coverage.isComplete else { continue }
      reporter.noteIncomplete()
      if !format.hasFooter, let note = coverage.missingNote { try reporter.note(name + note) }
    }
  }
}

extension ResultTable {
  /// A row for each line of a text.
  fileprivate init(_ text: String, of statement: String) {
    let column = ResultColumn(name: "text", title: "text", kind: .text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.init(
      header: ResultHeader(statement: statement, columns: [column]),
      rows: lines.dropLast(text.hasSuffix("\n") ? 1 : 0).map {
        ResultRow(cells: [.text(String($0))])
      })
  }
}
