import QueryLanguage

/// How candidates resemble the word that is typed; the first way that finds any is used.
enum WordMatch: CaseIterable {
  case beginning, inside, slip

  func holds(_ name: String, for typed: String) -> Bool {
    switch self {
    case .beginning: name.begins(with: typed)
    // Fewer letters would be found in almost everything.
    case .inside: typed.count > 1 && name.lowercased().contains(typed.lowercased())
    case .slip: typed.count > 2 && begins(name, nearlyWith: typed)
    }
  }
}
