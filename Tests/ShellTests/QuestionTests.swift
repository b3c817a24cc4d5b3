import Foundation
import TestSupport
import Testing

/// The questions that people ask of their own meter.
///
/// Each has one statement, in the README or on the help page 'questions'. ``ReadmeTests`` and
/// ``HelpExampleTests`` run them.
@Suite struct QuestionTests {
  /// By question, the statement that answers it.
  private static let statements = [
    "What did last month cost?": "cost 2023-07 with standing",
    "What will this month come to?": "cost this month projected",
    "This July against last July, and why is it dearer?": "explain cost july versus year earlier",
    "This month so far against the same days of last month.": "cost month to date versus previous",
    "Which day was the dearest this year?": "cost 2023-07 by day top 3",
    "What does an average day look like, half-hour by half-hour?":
      "usage 2023-07 by halfhour per day chart",
    "A weekday's and a weekend day's profile, side by side, as means.":
      "usage last month by hour across daytype per day",
    "What is my base load at night, in kW?": "usage 2023-07 where time 00:00-02:00 with power",
    "What do I use above it?": "usage last month above 300W",
    "What do I pay between 16:00 and 19:00, and what share of all is that?":
      "cost last month where time 16:00-19:00 with share",
    "How much of my import is in the cheap hours?": "cost 2023-07 by band with share, spark",
    "A seven-day rolling mean of usage.": "usage last month by day with rolling 7",
    "Month by month this year, with the running total.": "cost this year by month with cumulative",
    "What do I pay per kWh each month, standing charge included?":
      "cost this year by month with standing, price",
    "What would it have cost on other tariffs, or a flat 27p?":
      "compare 2023-07 on current, 27p+15p, fixed_2023+outgoing_2023",
    "And import with export, in pairs?": "compare last 12 months",
    "What did export earn, and what is the net?": "net 2023-07 by week with cumulative",
    "My ten biggest half-hours.": "readings last month order by usage desc limit 10",
    "When were prices negative, and what did I use then?": "readings this year where rate < 0p",
    "When was the power cut?": "gaps last month",
    "Does my bill agree, and if not, why?": "reconcile 2023-07 billed total £129.59",
    "When are the cheapest three hours tomorrow?": "cheapest 3h tomorrow",
    "What did the car's charge on the night of 3 July cost?":
      "cost from 2023-07-03 23:30 to 2023-07-04 05:30",
    "My two meters side by side.": "cost last month by meter",
    "What changed in the cache today, and how do I take it back?": "show changes",
    "A picture of July.": "report last month",
    "A picture of the whole year.": "usage this year by day, halfhour chart",
    "A picture of both years laid over each other.":
      "usage this year versus year earlier by month chart",
  ]

  @Test func eachIsAnsweredByOneStatement() throws {
    let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    let shown = readme.split(separator: "\n").filter { $0.hasPrefix("octowatt> ") }
      .map { String($0.dropFirst("octowatt> ".count)) }
    let page = try #require(try HelpText.pages().first { $0.topic == "questions" })
    let listed = HelpText.examples(of: page.text).map { example in
      example.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
    }
    for (question, statement) in QuestionTests.statements {
      #expect((shown + listed).contains(statement), "\(question)")
    }
  }
}
