import EnergyModel
import TestSupport
import Testing

/// Bytes from a pipe that are no text.
@Suite struct InputDamageTests {
  /// Each line is one statement that is refused, and what follows is read.
  @Test func linesOfAnyBytesAreRefusedOneByOne() throws {
    var random = SeededGenerator(seed: 91)
    var bytes: [UInt8] = []
    for _ in 0..<500 {
      bytes += "zz".utf8
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let byte = UInt8.random(in: 0...255, using: &random)
        // What ASCII prints might be another statement, and newlines end this one.
        bytes.append(byte == UInt8(ascii: "\n") || (0x20..<0x7F).contains(byte) ? 0x80 : byte)
      }
      bytes += random.oneIn(2) ? "\r\n".utf8 : "\n".utf8
    }
    let outcome = try Program()(
      "--db", ":memory:", "--keep-going", input: .bytes(bytes + Array("help limit\n".utf8)))
    #expect(outcome.status == 1)
    // Among bytes, as the letter before an accent is another character.
    func count(_ text: String) -> Int { outcome.errorBytes.ranges(of: Array(text.utf8)).count }
    let (unknown, notText) = (
      count("unknown word 'zz"), count("this is not text: it has the byte 0x")
    )
    #expect(unknown > 20 && notText > 300 && unknown + notText == 500)
    #expect(outcome.output.hasPrefix("limit N\n"))
    #expect(
      outcome.errors.unicodeScalars.allSatisfy {
        !$0.steersTerminals || "\t\n".unicodeScalars.contains($0)
      })
  }
}
