import Commands
import Foundation
import Shell
import TestSupport
import Testing

/// Every kind of message has a page of the help, and every message is of some kind.
@Suite struct ErrorTopicTests {
  private static let topics = HelpText.listed(on: Help.text(on: "errors") ?? "")

  @Test func everyKindIsKnownHere() {
    #expect(Set(ErrorTopicTests.topics) == ErrorMessages.topics)
    #expect(ErrorTopicTests.topics.count == 26)
  }

  /// The message that a page begins with is of its kind.
  @Test(arguments: topics)
  func theTitleIsSuchAMessage(topic: String) throws {
    let page = try #require(Help.text(on: topic))
    let title = String(page.prefix { $0 != "\n" }).replacing("FILE", with: "a.json")
    #expect(ErrorMessages.topic(of: title) == topic)
  }

  /// All that golden scripts show of errors is explained.
  @Test func everyMessageHasAPage() throws {
    var seen: Set<String> = []
    for path in goldenScripts(in: "Golden") {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for message in ErrorMessages.messages(in: text) {
        let topic = ErrorMessages.topic(of: message)
        #expect(topic != nil, "\(message)")
        seen.formUnion([topic].compactMap(\.self))
      }
      seen.formUnion(ErrorMessages.notes(in: text).compactMap(ErrorMessages.topic))
    }
    // The other needs a cache that is locked.
    #expect(Set(ErrorTopicTests.topics).subtracting(seen) == ["busy"])
  }
}
