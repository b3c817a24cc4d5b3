import EnergyModel
import QueryLanguage
import Rendering
import Testing

/// What a name may hold that a terminal would act on or hide.
@Suite struct VisibleTests {
  /// ESC, BEL, a C1 control, marks of direction, a byte order mark and a tag, which hides text.
  private static let steering: [Unicode.Scalar] = [
    "\u{1B}", "\u{7}", "\u{9B}", "\u{61C}", "\u{200E}", "\u{200F}", "\u{202E}", "\u{2066}",
    "\u{FEFF}", "\u{E0000}", "\u{E0041}", "\u{E007F}", "\u{2028}", "\u{7F}",
  ]

  @Test(arguments: steering)
  func itIsSpelledOut(scalar: Unicode.Scalar) {
    let text = "a\(Character(scalar))b"
    let shown = text.visible
    #expect(shown.unicodeScalars.allSatisfy { (0x20..<0x7f).contains($0.value) })
    #expect(shown.hasPrefix("a\\u{") && shown.hasSuffix("}b"))
    #expect("x\t\(text)\ny".visibleLines == "x\t\(shown)\ny")
  }

  @Test(arguments: ["plain", "für", "日本", "👨\u{200D}👩\u{200D}👧", "a\u{301}"])
  func otherTextStays(text: String) { #expect(text.visible == text) }

  private func table(_ name: String) -> ResultTable {
    ResultTable(
      head: ResultHeader(
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
