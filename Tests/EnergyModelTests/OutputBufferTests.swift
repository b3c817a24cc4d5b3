import EnergyModel
import Testing

@Suite struct OutputBufferTests {
  private struct ClosedPipe: Error {}

  @Test func aFailedChunkDoesNotComeAgain() throws {
    var chunks: [[UInt8]] = []
    let output = OutputBuffer(chunk: 4) { chunk in
      chunks.append(chunk)
      if chunks.count == 1 { throw ClosedPipe() }
    }
    try output.write("abc")
    #expect(throws: ClosedPipe.self) { try output.write("de") }
    try output.write("f")
    try output.flush()
    try output.flush()
    #expect(chunks == [Array("abcde".utf8), Array("f".utf8)])
  }
}
