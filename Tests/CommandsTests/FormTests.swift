import Foundation
import TestSupport
import Testing

@testable import Commands

/// How a command is written stands in its own file, and nowhere else.
@Suite struct FormTests {
  /// The Swift files of all targets with the lines that are no comments and no imports.
  private let sources: [(file: String, lines: [Substring])]

  init() throws {
    let folder = path("../../Sources")
    sources = try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".swift") }
      .map { file in
        let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        let lines = text.split(separator: "\n").filter { line in
          line.firstMatch(of: #/^ *//|^(@\w+ |package )?import /#) == nil
        }
        return (file, lines)
      }
    try #require(sources.count > 200)
  }

  /// A form is made by a command, for itself.
  @Test func onlyCommandsMakeForms() {
    var count = 0
    for (file, lines) in sources {
      for line in lines where line.contains(#/\bForm\(/#) {
        count += 1
        #expect(file.hasPrefix("Commands/Commands/"), "\(file): \(line)")
        #expect(line.contains("static let form = "), "\(file): \(line)")
      }
    }
    #expect(count == CommandTable.all.map(\.members.count).reduce(0, +))
  }

  /// No text repeats how a command goes on: its words, and then a part that may be left out, or an
  /// operand with more behind it.
  ///
  /// Usage lines are put together from the parts of a form.
  @Test func noTextRepeatsAForm() throws {
    let openings = CommandTable.all.flatMap(\.members).map { $0.form.words.joined(separator: " ") }
    let words = openings.filter { $0 != "!" }.joined(separator: "|")
    let written = try Regex(#"\b(?:\#(words)) (?:\[|[A-Z][A-Z-]+ [A-Za-z\[])"#)
    let text = "assign TARIFF to METER from DATE"
    #expect(text.contains(written) && "import [KIND] FILE…".contains(written))
    #expect(!"see 'run FILE', or import FILE…, or import July's".contains(written))
    // The cache is spoken to in another language, which has an ALIAS too.
    for (file, lines) in sources where !file.hasPrefix("Cache/") {
      for line in lines {
        #expect(!line.contains(written), "\(file): \(line)")
      }
    }
  }

  /// The form of each command is the usage that the help shows.
  @Test func theHelpShowsTheForms() throws {
    for page in CommandTable.all {
      // Lines of the page are folded.
      let help = try #require(Help.text(on: page.name)).split { $0.isWhitespace }
        .joined(separator: " ")
      for member in page.members {
        for usage in member.form.usage { #expect(help.contains(usage), "\(page.name)") }
      }
    }
  }
}
