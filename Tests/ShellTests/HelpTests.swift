import Commands
import EnergyModel
import QueryLanguage
import Shell
import Testing

/// The help knows every word that can be typed, and each page fits a screen.
@Suite struct HelpTests {
  /// Words that stand in no table.
  private static let otherWords =
    [
      "explain", "exit", "into!", "open", "sept", "september", "2023", "2023-07-04", "q3", "in",
      "for",
    ]
    + ["during", "to", "through", "winter", "yesterday", "days", "period", "error"]

  @Test func aPageForEveryWord() throws {
    let session = try TestSession()
    for word in Help.topics + HelpTests.otherWords + ["USAGE"] {
      let page = try session.run("help \(word)")
      #expect(!page.contains("unknown topic") && page.hasSuffix("\n"), "\(word)")
    }
  }

  /// A screen has 24 lines, of which the next prompt takes one.
  @Test func pagesFitAScreen() throws {
    for (topic, page) in try HelpText.pages() {
      let lines = page.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count <= 23, "\(topic)")
      #expect(lines.filter { $0.count > 80 } == [], "\(topic)")
      #expect(lines.filter { $0.hasSuffix(" ") } == [], "\(topic)")
    }
  }

  @Test func everyPageHasExamples() throws {
    for (topic, page) in try HelpText.pages() where !topic.isEmpty {
      #expect(!HelpText.examples(of: page).isEmpty, "\(topic)")
    }
  }

  /// The overview names every word of the tables but the settings; what else it names has a page.
  @Test func theOverviewLeadsToEverything() throws {
    let words = Help.overview.split { " \n,;:'".contains($0) }.map(String.init)
    let tables: [[String]] = [
      Measure.words, Flow.allCases.map(\.rawValue), Clause.words.filter { $0 != "from" },
      GroupKey.words, Extra.words, OutputFormat.words,
      AcceptedWord.all.filter(\.isOpening).compactMap(\.phrase.last).filter { !$0.hasPrefix(".") },
    ]
    #expect(Set(tables.joined()).subtracting(words) == [])
    let titles = Help.overview.split(separator: "\n").filter { $0.hasPrefix(" ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { !$0.contains(".") && $0 != "also" }
    for title in titles { #expect(Help.text(on: title) != nil, "\(title)") }
  }

  /// Lists name what they list, and each of it has a page that begins with how it is typed.
  @Test(arguments: [
    ("measures", Measure.words), ("keys", GroupKey.words), ("extras", Extra.words),
    ("formats", OutputFormat.words), ("policies", Policy.words),
  ])
  func lists(topic: String, words: [String]) throws {
    let list = try #require(Help.text(on: topic))
    #expect(HelpText.listed(on: list) == words)
    for word in words {
      let page = try #require(Help.text(on: word))
      #expect(page.prefix { $0 != "\n" }.contains(word), "\(word)")
    }
  }

  /// The commands stand in groups, and all of them do.
  @Test func commandsAndSettings() throws {
    for topic in ["commands", "settings"] {
      let page = try #require(Help.text(on: topic))
      let words = Set(page.split { " \n".contains($0) }.map(String.init))
      let queries = Set(Measure.words + ["explain"])
      let own = AcceptedWord.all.filter { $0.isOpening && !queries.contains($0.topic) }
        .map(\.topic).filter { $0.hasPrefix(".") == (topic == "settings") }
      #expect(own.count > 10 && Set(own).subtracting(words) == [], "\(topic)")
      for word in own { #expect(Help.text(on: word)?.contains(word) == true, "\(word)") }
    }
  }

  /// Every form of a period in the contract's table is on the page about periods.
  @Test func periodForms() throws {
    let page = try #require(Help.text(on: "periods"))
    for form in [
      "2023,", "2023-07,", "july 2023", "2023-07-04,", "4 july 2023,", "4/7/2023", "2023q3,",
      "q3 2023,", "2023-W27", "jul,", "december", "today,", "yesterday,", "tomorrow",
      "this month,", "last year", "last 7 days,", "last 3 months", "latest 7 days", "since A,",
      "from A ", "from A to B,", "A..B,", "until B", "from A through B", "winter 2023/24,",
      "summer 2023", "all, or nothing",
    ] {
      #expect(page.contains(form), "\(form)")
    }
  }
}
