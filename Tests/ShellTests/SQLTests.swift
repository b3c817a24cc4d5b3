import Shell
import TestSupport
import Testing

/// `sql`: what is SQL and what a clause, and how values, mistakes and refusals look.
@Suite struct SQLTests {
  private let octowatt: Program

  init() throws {
    octowatt = try Program()
    try octowatt.importExamples()
  }

  private func session() throws -> TestSession { try TestSession(cachePath: octowatt.cachePath) }

  /// The views as SQLite's own shell sees them.
  @Test(arguments: [
    "SELECT number, COUNT(*), SUM(quantity) > 0 FROM reading GROUP BY number",
    "SELECT name FROM tariff ORDER BY name",
    "SELECT day FROM reading_day WHERE meter_id = 1 LIMIT 3",
  ])
  func itAnswersAsSQLiteDoes(sql: String) throws {
    let expected = try CacheFile(octowatt.cachePath).rows(sql)
    let lines = try octowatt("sql", sql, "as", "csv").lines
    #expect(lines.dropFirst().map { $0.replacing(",", with: "|") } == expected)
    #expect(try octowatt("sql \(sql) as csv").lines == lines)
  }

  @Test func valuesAreShownAsTheyAre() throws {
    let sql =
      "sql select null as a, 9223372036854775807 as b, 0.1 as c, x'00ff' as d, 1e300 as e, "
      + "'a,b' as f, -2.50 as g"
    let session = try session()
    #expect(
      try session.run(sql + " as csv")
        == "a,b,c,d,e,f,g\n,9223372036854775807,0.1,x'00ff',1e+300,\"a,b\",-2.5\n")
    #expect(
      try session.run(sql + " as jsonl")
        == #"{"a":null,"b":9223372036854775807,"c":0.1,"d":"x'00ff'","e":"1e+300","f":"a,b","g":-2.5}"#
        + "\n")
    let table = try session.run(sql)
    #expect(table.contains("9223372036854775807") && table.contains("x'00ff'"))
    #expect(try session.run("sql select 1 as x, 2 as x as csv") == "x,x_2\n1,2\n")
    #expect(try session.run("sql select 1 as x where 0 as csv") == "x\n")
  }

  /// In double quotes stands a name; a text in their place would hide a misspelt one.
  @Test func aMisspeltNameInDoubleQuotesIsAnError() throws {
    let session = try session()
    let error = "                ^ SQLite: no such column: nmae\n"
    #expect(try session.run(#"sql select "nmae" from tariff"#).hasSuffix(error))
    #expect(try session.run(#"sql select count("name") as n from "tariff" as csv"#) == "n\n2\n")
    #expect(
      try TestSession().run(#"sql select "typo" as csv"#).contains("no such column: typo"))
  }

  @Test(arguments: [
    "table", "box", "plain", "markdown", "csv", "tsv", "json", "jsonl", "html", "line",
  ])
  func everyFormatHoldsIt(format: String) throws {
    let printed = try session().run("sql select name, 12345.5 as n from tariff as \(format)")
    #expect(printed.contains("flux_import_2023-07") && printed.contains("12345.5"), "\(printed)")
  }

  /// Only what stands at the very end, and unquoted, is a clause.
  @Test(arguments: [
    ("sql select 1 as csv", "1\n1\n"), ("sql select 1 as \"csv\" as csv", "csv\n1\n"),
    ("sql select 1 as csv, 2 as b as csv", "csv,b\n1,2\n"),
    ("sql select 'into x' as b as csv", "b\ninto x\n"), ("sql 'select 1 as b' as csv", "b\n1\n"),
    ("sql select 1 as b -- a comment\n  as csv", "b\n1\n"),
    ("sql select 1 as a, # a comment\n  2 as b as csv", "a,b\n1,2\n"),
    ("sql select (1 +\n2) as b as csv", "b\n3\n"), ("sql select 'a;b' as b as csv", "b\na;b\n"),
    ("let n = 5; sql select $n + 1 as b as csv", "b\n6\n"),
  ])
  func theEndOfSQL(statement: String, printed: String) throws {
    let text = try session().run(statement)
    #expect(text.hasSuffix(printed), "\(text)")
  }

  @Test func intoWritesAFile() throws {
    let path = octowatt.folder.path(of: "out.csv")
    #expect(try session().run("sql select 1 as b into \(path)") == "wrote \(path)\n")
    #expect(try octowatt.bash("cat '\(path)'").output == "b\n1\n")
  }

  @Test func aMistakeHasACaret() throws {
    // The prompt takes ten columns.
    for (statement, before, message) in [
      (
        "sql select serial form meter where x", "sql select serial form ",
        "^^^^^ SQLite: near \"meter\": syntax error"
      ),
      ("sql select seral from meter", "sql select ", "^^^^^ SQLite: no such column: seral"),
    ] {
      let indent = String(repeating: " ", count: 10 + before.count)
      #expect(try session().run(statement) == indent + message + "\n")
    }
    #expect(try session().run("sql") == "             ^ expected SQL\n")
    #expect(
      try session().run("sql select $nobody")
        == "error: there is no value for '$nobody'; let x = 1 sets $x\n")
  }

  @Test(arguments: [
    ("sql delete from meter", "DELETE"), ("sql with a as (select 1) delete from meter", "DELETE"),
    ("sql update meter set serial = 'x'", "UPDATE"), ("sql attach 'x' as y", "ATTACH"),
    ("sql pragma user_version = 1", "PRAGMA user_version with a value"),
    ("sql select load_extension('x')", "the function load_extension()"),
  ])
  func whatWritesIsRefused(statement: String, what: String) throws {
    let before = try octowatt.dump()
    #expect(
      try session().run(statement) == "error: 'sql' only reads the cache: \(what) is not allowed\n")
    #expect(try octowatt.dump() == before)
  }

  /// The shell ends at the `;`, as everywhere; what SQL holds behind one is refused too.
  @Test func oneStatementAtATime() throws {
    let before = try octowatt.dump()
    let refusal = try octowatt("sql", "select 1; delete from meter").errors
    #expect(refusal.contains("one statement at a time"))
    let answer = try session().run("sql select 1 as b as csv; delete from meter")
    #expect(answer.contains("unknown word 'delete'"))
    #expect(try octowatt.dump() == before)
  }

  @Test func manyRowsGoThroughWithoutBeingHeld() throws {
    let numbers = "with recursive n(x) as (select 1 union all select x + 1 from n where x < 200000)"
    let outcome = try octowatt("sql", numbers + " select x from n", "as", "csv")
    #expect(outcome.status == 0 && outcome.lines.count == 200_001)
  }

  /// 1 MB is 1,048,576 bytes; what is longer is refused before there is memory for it.
  @Test func aValueHasOneMegabyteAtMost() throws {
    let session = try session()
    for sql in [
      "hex(zeroblob(100000000))", "randomblob(900000000)", "length(zeroblob(1048577))",
      "replace(hex(zeroblob(10000)), '0', hex(zeroblob(100)))",
    ] {
      let text = try session.run("sql select \(sql)")
      #expect(
        text == "error: a text or blob has over 1 MB, the most that 'sql' takes\n", "\(sql)")
    }
    #expect(try session.run("sql select length(zeroblob(1048576)) as n as csv") == "n\n1048576\n")
    #expect(
      try session.run("sql select count(*) > 10 as b from sqlite_schema as csv") == "b\n1\n")
  }

  /// A text of 1,048,574 bytes is a cell and has 16,383 whole pieces of 64 bytes.
  @Test func longTextsCountAsSeveralCells() throws {
    let session = try session()
    let texts =
      "sql with recursive n(x) as (select 1 union all select x + 1 from n where x < 310) "
      + "select hex(zeroblob(524287)) as t from n as json"
    #expect(
      try session.run(texts)
        == "error: the result has over 5,000,000 cells, one for each 64 bytes of a text, and 'json' "
        + "holds the whole result in memory; csv does not: as csv into FILE\n")
  }

  /// 62 of them count as 1,015,808, which is more than is kept of a result in any format.
  @Test func longTextsAreNotKept() throws {
    let session = try session()
    let path = octowatt.folder.path(of: "out.csv")
    _ = try session.run(
      "sql with recursive n(x) as (select 1 union all select x + 1 from n where x < 62) "
        + "select hex(zeroblob(524287)) as t from n into \(path)")
    #expect(
      try session.run("last")
        == "error: the last result has 1015808 cells, one for each 64 bytes of a text; at most "
        + "1000000 are kept; run it again with 'as' or 'into'\n")
  }
}
