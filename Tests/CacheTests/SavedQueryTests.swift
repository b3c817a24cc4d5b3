import Cache
import TestSupport
import Testing

/// Saved queries in the cache file.
@Suite struct SavedQueryTests {
  @Test func aNameHasOneTextInAnyCase() throws {
    let cache = try Cache(path: ":memory:")
    #expect(try cache.write { try $0.store(SavedQuery(name: "july", text: "one")) } == false)
    #expect(try cache.write { try $0.store(SavedQuery(name: "July", text: "two")) } == true)
    #expect(try cache.write { try $0.store(SavedQuery(name: "a", text: "three")) } == false)
    #expect(try cache.savedQueries().map(\.name) == ["a", "July"])
    #expect(try cache.savedQuery(named: "JULY") == SavedQuery(name: "July", text: "two"))
    #expect(try cache.write { try $0.forget("jULY") } == true)
    #expect(try cache.write { try $0.forget("july") } == false)
    #expect(try cache.savedQuery(named: "july") == nil)
  }

  @Test func theyStayInTheFile() throws {
    let folder = try temporaryFolder()
    let query = SavedQuery(name: "july", text: "define july = usage 2023-07")
    do {
      _ = try Cache(path: folder.path(of: "c.sqlite")).write { try $0.store(query) }
    }
    #expect(try Cache(path: folder.path(of: "c.sqlite")).savedQueries() == [query])
  }
}
