import Testing

@testable import QueryLanguage

/// How `$NAME` is read, whatever its value holds.
@Suite struct VariableTests {
  private func query(_ text: String, _ values: [String: String]) throws -> Query {
    var variables = Variables()
    for (name, value) in values { variables[name] = value }
    let statement = try #require(Lexer.lex(text).statements.first)
    return try Parser.query(statement, variables: variables)
  }

  private func mistakes(_ text: String, _ values: [String: String]) -> [String] {
    do {
      return ["no mistake, but \(try query(text, values))"]
    } catch let errors as QueryError {
      return errors.mistakes.map { "\($0.span.map(\.description) ?? "all") \($0.text)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test(arguments: [
    "2023", "2023-07", "4/7/2023", "last month", "last 7 days", "from 2023-07-01 to 2023-08-01",
    "2023-07..2023-09", "winter 2023/24", "all", "since 1 july 2023", "until june 2023",
    "month to date", "last july", "july last year", "june 2023 through july 2023",
    "from 2023-07-04 16:00 to 2023-07-04 19:00", "2023-07-04T16:00..2023-07-05",
  ])
  func aPeriodIsReadAsIfItStoodThere(value: String) throws {
    #expect(try query("usage $p by day", ["p": value]) == (try read("usage \(value) by day")))
    #expect(
      try query("usage $P", ["p": value]).description == (try read("usage \(value)")).description)
  }

  @Test(arguments: ["last month", "from 2023-07-01 to 2023-08-01", "4 july 2023", "winter 2023/24"])
  func aPeriodInQuotesIsReadAsIfItStoodThere(value: String) throws {
    #expect(try query("usage '\(value)' by day", [:]) == (try read("usage \(value) by day")))
    #expect(
      try query("usage from '4 july 2023' to 'july 2024'", [:])
        == (try read("usage from 4 july 2023 to july 2024")))
    #expect(
      mistakes("usage 'last moth'", [:]) == [
        "6..<17 the text is 'last moth': expected week, weekend, month, quarter, year, the name of "
          + "a month or '7 days' after 'last', found 'moth'"
      ])
    #expect(
      mistakes("usage 'by day'", [:]) == [
        "6..<14 expected a clause, found 'by day'; in quotes it is one name; leave the quotes off "
          + "words of the language"
      ])
  }

  @Test func theCanonicalTextHoldsTheValues() throws {
    let query = try query(
      "cost $p meter $m by day order by $c top $n into $f",
      [
        "p": "from 2023-07-01 to 2023-08-01", "m": "the house", "c": "cost_gbp", "n": "3",
        "f": "$x",
      ])
    #expect(
      query.description == "cost from 2023-07-01 to 2023-08-01 by day meter \"the house\" "
        + "order by cost_gbp asc top 3 into \"$x\"")
    #expect(try read(query.description) == query)
  }

  @Test(arguments: [
    "import", "by day", "house, solar", "house by day", "a;b", "a # b", "'", "\"", "a\nusage", "$p",
    "into x", "),(", "",
  ])
  func aValueIsNeverSyntax(value: String) throws {
    let found = try query("usage meter $m, other", ["m": value])
    #expect(found.meters.map(\.value) == [value, "other"])
    #expect(found.keys.isEmpty && found.flows.isEmpty && found.output.path == nil)
    #expect(try value.contains("\n") || read(found.description) == found)
    #expect(mistakes("usage $m", ["m": value]).count == 1)
    #expect(mistakes("usage $m", ["m": value])[0].hasPrefix("6..<8 $m is '\(value)': "))
  }

  @Test func partsOfPeriodsMayBeVariables() throws {
    let values = ["a": "2023-07-01", "b": "last month", "n": "3", "y": "2023"]
    #expect(
      try query("usage from $a to $b", values) == (try read("usage from 2023-07-01 to last month")))
    #expect(try query("usage $a..$b", values) == (try read("usage from 2023-07-01 to last month")))
    #expect(
      try query("usage $a through $b", values) == (try read("usage 2023-07-01 through last month")))
    #expect(try query("usage since $a 16:00", values) == (try read("usage since 2023-07-01 16:00")))
    #expect(
      try query(
        "usage from $t to $a $c", ["t": "2023-06-30 16:00", "a": "2023-07-01", "c": "19:00"])
        == (try read("usage from 2023-06-30 16:00 to 2023-07-01 19:00")))
    #expect(try query("usage last $n days", values) == (try read("usage last 3 days")))
    #expect(try query("usage july $y", values) == (try read("usage july 2023")))
    #expect(try query("usage summer $y", values) == (try read("usage summer 2023")))
  }

  @Test func mistakesPointAtTheVariable() {
    #expect(
      mistakes("usage $q", ["p": "1"]) == ["6..<8 unknown variable '$q'; to set it: let q = VALUE"])
    #expect(
      mistakes("usage top $n", ["n": "0"]) == ["10..<12 expected a number of rows, and $n is '0'"])
    #expect(
      mistakes("usage from $a to $b", ["a": "2023-07", "b": "2023-07 by day"])
        == ["17..<19 $b is '2023-07 by day': expected the end of the value, found 'by'"])
    #expect(mistakes("usage $p $p", ["p": "all"]) == ["9..<11 the period is repeated"])
    #expect(mistakes("usage $1", [:]) == ["6..<8 the script was given no argument $1"])
    #expect(
      mistakes("usage by day, $k", ["k": "hour"])[0].hasPrefix(
        "14..<16 a variable can't stand for a key"))
  }
}
