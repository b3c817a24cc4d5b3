import TestSupport
import Testing

/// Every script of `Golden/`, each in a session of its own with an empty cache.
@Suite struct GoldenTests {
  @Test(arguments: goldenScripts(in: "Golden"))
  func script(path: String) throws {
    let session = try TestSession()
    let difference = try GoldenScript(path).check { try session.run($0) }
    #expect(difference == nil)
  }
}
