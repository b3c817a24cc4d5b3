import Commands
import Foundation
import Shell
import TestSupport
import Testing

/// What the session keeps besides the cache: the last result, and the prompt's history.
@Suite struct LastResultTests {
  private let session: TestSession
  private let folder: TemporaryFolder

  init() throws {
    session = try TestSession()
    folder = try temporaryFolder()
  }

  @Test func lastGoesToAFileInItsForm() throws {
    _ = try session.run("let p = 2023-07")
    _ = try session.run("show variables")
    #expect(try session.run("last into \(folder.path(of: "a.csv"))").hasPrefix("wrote"))
    let text = try String(contentsOfFile: folder.path(of: "a.csv"), encoding: .utf8)
    #expect(text == "name,value\np,2023-07\n")
    #expect(try session.run("last as tsv") == "name\tvalue\np\t2023-07\n")
  }

  @Test func aResultOfTooManyRowsIsNotKept() throws {
    _ = try session.run("import examples/home/config.json examples/home/1*.json")
    // 12 years of half-hours.
    _ = try session.run("usage import 2012..2024 by slot into \(folder.path(of: "a.csv"))")
    #expect(
      try session.run("last") == """
        error: the last result has 210384 rows; at most 40000 are kept; \
        run it again with 'as' or 'into'

        """)
    _ = try session.run("show meters as csv")
    #expect(try session.run("last as csv").hasPrefix("meter,"))
  }

  @Test func historyIsReadFromItsFile() throws {
    let path = try folder.write(
      "#1690000000\nusage\n#1690000060\ncost import,\n export 2023-07\n", to: "history")
    session.session.settings.run.historyPath = path
    #expect(
      try session.run("show history as csv") == """
        number,at,statement
        1,2023-07-22T05:26:40+01:00,usage
        2,2023-07-22T05:27:40+01:00,"cost import,  export 2023-07"

        """)
    session.session.settings.run.historyPath = folder.path(of: "none")
    #expect(try session.run("show history as csv") == "number,at,statement\n")
  }
}
