import EnergyModel
import QueryLanguage
import Rendering
import Testing

/// What a name may hold that a terminal would act on or hide.
@Suite struct VisibleTests {
  private func table(_ name: String) -> ResultTable {
    ResultTable(
      header: ResultHeader(
        statement: "", columns: [ResultColumn(name: name, title: name, kind: .text)]),
      rows: [ResultRow(cells: [.text(name)]), ResultRow(cells: [.missing])])
  }

  /// Files and pipes get the bytes, terminals do not.
  @Test(arguments: [OutputFormat.csv, .tsv])
  func csvAndTsvAreBytesButForATerminal(format: OutputFormat) throws {
    let name = "a\u{1B}]0;x\u{7}\u{E0041}"
    var options = RenderOptions(null: "\u{1B}")
    #expect(try rendered(table(name), as: format, options) == "\(name)\n\(name)\n\u{1B}\n")
    options.isForTerminal = true
    let shown = name.visible
    let field = format == .tsv ? shown.replacing("\\", with: "\\\\") : shown
    #expect(
      try rendered(table(name), as: format, options) == "\(field)\n\(field)\n\\u{1B}\n")
  }

  /// JSON has a way to say them that means the same everywhere.
  @Test(arguments: [OutputFormat.json, .jsonl])
  func jsonEscapesThem(format: OutputFormat) throws {
    let text = try rendered(table("a\u{9B}\u{202E}\u{E0041}b"), as: format)
    #expect(text.contains(#""a\u009b\u202e\udb40\udc41b""#))
    #expect(try rendered(table("für日"), as: format).contains("\"für日\""))
  }
}
