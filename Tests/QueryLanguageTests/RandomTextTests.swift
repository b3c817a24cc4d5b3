import EnergyModel
import QueryLanguage
import TestSupport
import Testing

/// Reads whatever `text` is, as the shell would; how many statements were read or refused.
private func readAll(_ text: String) -> (read: Int, refused: Int) {
  var counts = (read: 0, refused: 0)
  for statement in Lexer.lex(text).statements {
    do throws(QueryError) {
      let query = try Parser.query(statement)
      counts.read += query.description.isEmpty ? 0 : 1
    } catch {
      // A refusal has a reason, and places that are inside the text or just behind it.
      let places = error.mistakes.compactMap(\.span)
      let isSound =
        (1...3).contains(error.mistakes.count)
        && places.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= text.utf8.count + 1 }
      counts.refused += isSound ? 1 : -1_000_000
    }
  }
  return counts
}

@Suite(.timeLimit(.minutes(15))) struct RandomTextTests {
  private static let words =
    Parser.openingWords + GroupKey.words + Clause.words + CalendarUnit.words
    + Flow.allCases.map(\.rawValue)
    + [
      "from", "to", "through", "until", "last", "latest", "this", "winter", "2023/24", "2023",
      "2023-07", "2023-02-30", "7", "days", "jul", "4", "q3", "2023-W53", "4/7", "..", "a..b", ",",
      ",", "by", "=", "(", ")", "'a b'", "\"", "csv", "coverage", "\\", "#", "€", "-1", "asc",
      "2023..2024", "0000", "16:00", "2023-07-04T16:00..2023-07-05", "+", "weekend", "date", "mtd",
      "sort", "per", "time", "16-19", "|", ">", "desc", "?", "daily", "lats",
      "99999999999999999999", "/", "//", "1/1/1", "-", "--", "w", "2023q",
    ]

  @Test func wordSoupIsReadOrRefused() throws {
    var random = SeededGenerator(seed: 11)
    var (read, refused) = (0, 0)
    for _ in 0..<5000 {
      let soup = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        RandomTextTests.words[Int.random(in: RandomTextTests.words.indices, using: &random)]
      }
      let counts = readAll("usage " + soup.joined(separator: " "))
      read += counts.read
      refused += counts.refused
    }
    #expect(read > 50)
    #expect(refused > 1000)
  }

  @Test func bytesAreReadOrRefused() {
    var random = SeededGenerator(seed: 12)
    var refused = 0
    for _ in 0..<3000 {
      let count = Int.random(in: 0...60, using: &random)
      let bytes = (0..<count).map { _ in
        random.oneIn(2)
          ? UInt8.random(in: 0...255, using: &random) : UInt8.random(in: 9...64, using: &random)
      }
      let counts = readAll("cost " + String(decoding: bytes, as: UTF8.self))
      #expect(counts.refused >= 0)
      refused += counts.refused
    }
    #expect(refused > 1000)
  }

  /// Whatever period is read, its days are half-open and inside the years of the clock.
  @Test func everyPeriodIsHalfOpen() throws {
    var maker = QueryMaker(random: SeededGenerator(seed: 13), years: 1965...2105)
    let zone = londonZone()
    var count = 0
    for _ in 0..<6000 {
      let period = maker.period()
      let today =
        LocalDay(firstOfMonth: 1, year: 2023) + Int.random(in: 0..<800, using: &maker.random)
      let context = PeriodContext(
        today: today, readings: maker.random.oneIn(2) ? nil : today - 400...today - 1,
        years: 1970...2099)
      guard let resolved = try? period.resolved(in: context, on: zone, at: 0..<1) else { continue }
      let days = resolved.days
      count += 1
      #expect(days.lowerBound <= days.upperBound)
      #expect((1970...2099).contains(days.lowerBound.civil.year))
      #expect((1970...2099).contains((days.upperBound - 1).civil.year))
      let touched = zone.range(from: days.lowerBound, to: days.upperBound).halfHours
      let halfHours = resolved.range.halfHours
      #expect(halfHours.isEmpty ? days.isEmpty : halfHours.clamped(to: touched) == halfHours)
    }
    #expect(count > 2000)
  }
}
