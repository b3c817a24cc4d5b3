import JSONText

extension JSONObject {
  /// A warning for every key that is not among `known`.
  func unknownKeys(beside known: Set<String>) -> [ImportNote] {
    members.filter { !known.contains($0.key) }.map { member in
      ImportNote(
        line: member.line, text: "unknown key \(quoted(member.key)) ignored", isWarning: true)
    }
  }
}
