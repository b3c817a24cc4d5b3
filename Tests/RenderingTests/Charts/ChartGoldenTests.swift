import EnergyModel
import Foundation
import TestSupport
import Testing

@testable import Rendering

/// Pictures of every kind as files, byte by byte.
///
/// `RECORD_GOLDEN=1` in the environment writes them anew; the tests then fail.
@Suite struct ChartGoldenTests {
  @Test(arguments: try chartCases())
  func terminal(_ one: ChartCase) throws {
    for width in [40, 80, 160] {
      try check(drawn(one, RenderOptions(width: width)), "terminal/\(one.name)-\(width).txt")
    }
    try check(
      drawn(one, RenderOptions(width: 80, unicode: false)), "terminal/\(one.name)-ascii.txt")
    let coloured = try drawn(one, RenderOptions(width: 110, color: true), depth: .full)
    try check(
      coloured.replacing("\u{1b}", with: "␛"), "terminal/\(one.name)-colour.txt")
  }

  @Test(arguments: try chartCases())
  func svg(_ one: ChartCase) throws {
    try check(written { try SVGChart.write(one.table, one.request, to: $0) }, "svg/\(one.name).svg")
  }

  @Test(arguments: try chartCases())
  func html(_ one: ChartCase) throws {
    let text = try written {
      try HTMLChart.write(one.table, one.request, options: RenderOptions(), to: $0)
    }
    try check(text, "html/\(one.name).html")
  }

  private func written(_ write: (OutputBuffer) throws -> Void) throws -> String {
    var bytes: [UInt8] = []
    let output = OutputBuffer { bytes += $0 }
    try write(output)
    try output.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  private func drawn(
    _ one: ChartCase, _ options: RenderOptions, depth: ColorDepth = .indexed
  ) throws -> String {
    try written {
      try TerminalChart(options: options, depth: depth).write(one.table, one.request, to: $0)
    }
  }

  private func check(_ text: String, _ name: String) throws {
    let file = path("Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name); run the tests again")
      return
    }
    let isSame = try text == String(contentsOfFile: file, encoding: .utf8)
    #expect(isSame, "\(name) is another picture: record it and look at the difference")
  }
}
