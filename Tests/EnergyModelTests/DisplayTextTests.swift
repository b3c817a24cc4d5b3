import EnergyModel
import Testing

/// What a text may hold that a terminal would act on or hide.
@Suite struct DisplayTextTests {
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

  @Test func aTextIsCutByItsCodePoints() {
    #expect("plain".shortened(to: 5) == "plain")
    #expect("plain".shortened(to: 4) == "plai…")
    // One character, of a million code points.
    let character = "e" + String(repeating: "\u{301}", count: 999_999)
    #expect(character.count == 1)
    #expect(character.shortened(to: 3) == "e\u{301}\u{301}…")
  }

  /// Lines go on below where their words begin: behind branches, a title or nothing.
  @Test func longLinesAreWrapped() {
    let text = """
      cost import 2023-07
      policy   bill and a remark
               that goes on and on
      └─ Sum: all half-hours of it
         ├─ Scan: import 1 2 3 4 5
      """
    #expect(
      text.wrappedLines(to: 20) == """
        cost import 2023-07
        policy   bill and a
                 remark
                 that goes
                 on and on
        └─ Sum: all
           half-hours of it
           ├─ Scan: import 1
              2 3 4 5
        """)
    #expect(text.wrappedLines(to: 80) == text)
  }
}
