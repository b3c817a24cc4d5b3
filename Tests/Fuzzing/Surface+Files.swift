import EnergyModel
import Interchange
import JSONText
import Tariffs

extension Surface {
  /// A configuration that is written is read as the same.
  func checkConfiguration(_ bytes: [UInt8]) {
    _ = FileKind.detect(bytes[...])
    guard let contents = try? ConfigurationFile.read(bytes, path: "x") else { return }
    let written = ConfigurationFile.Writer(
      meters: contents.meters.map { ($0.key, $0.alias) }, tariffs: contents.tariffs.map(\.tariff)
    ).text
    guard let again = try? ConfigurationFile.read(Array(written.utf8), path: "x") else {
      return must(false, "what is written can be read: \(written)")
    }
    must(
      again.meters.map(\.key) == contents.meters.map(\.key)
        && again.meters.map(\.alias) == contents.meters.map(\.alias), "the meters: \(written)")
    must(
      Set(again.tariffs.map(\.tariff)) == Set(contents.tariffs.map(\.tariff)),
      "the tariffs: \(written)")
  }

  /// Readings are the same from a file as a whole and in pieces.
  func checkReadings(_ bytes: [UInt8]) {
    let path = "1012345678901_21L1234567_a_b.json"
    checkPieces(of: bytes) { window in
      Result { try ReadingsFile.read(window, path: path) }.mapError { "\($0)".asError }
    }
  }

  func checkConsumption(_ bytes: [UInt8]) {
    checkPieces(of: bytes) { window in
      Result { try ConsumptionCSV.read(window, path: "x") }.mapError { "\($0)".asError }
    }
  }

  private func checkPieces<Contents: Equatable>(
    of bytes: [UInt8], _ read: (FileWindow) -> Result<Contents, TextError>
  ) {
    let whole = read(FileWindow(bytes))
    for length in [1, 7, 200] {
      var next = 0
      var window = FileWindow(size: bytes.count) { buffer in
        let end = min(next + min(length, buffer.count), bytes.count)
        buffer.copyBytes(from: bytes[next..<end])
        defer { next = end }
        return end - next
      }
      if length == 200 {
        let (kind, wholeKind) = (try? window.detectedKind(), FileKind.detect(bytes[...]))
        // Bytes behind a first piece that ends in a header may be no text.
        must(kind == wholeKind || wholeKind == nil, "its kind is \(String(describing: kind))")
        _ = window.isStatement
      }
      must(read(window) == whole, "pieces of \(length) bytes are the whole file")
    }
  }

  /// Prices of one customer are in order and hold one after the other.
  func checkRates(_ bytes: [UInt8]) {
    _ = FileKind.detect(bytes[...])
    for (kind, flow) in [(PriceKind.unit, nil), (.standing, .export)] as [(PriceKind, Flow?)] {
      guard let contents = try? RatesFile.read(bytes, path: "x", kind: kind, flow: flow) else {
        continue
      }
      for rows in Dictionary(grouping: contents.rows, by: \.paymentMethod).values {
        for (row, next) in zip(rows, rows.dropFirst()) {
          let isInOrder = row.validTo.flatMap { end in next.validFrom.map { end <= $0 } } ?? false
          must(isInOrder, "\(row) is followed by \(next)")
        }
      }
    }
  }

  func checkBill(_ bytes: [UInt8]) {
    _ = BilledStatement.isLikely(bytes)
    let zone = FuzzedHome.shared.zone
    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(ImportError) {
      let statement = try BilledStatement.read(bytes, path: "x", zone: zone)
      for note in statement.notes {
        must((1...lines).contains(note.line ?? 1), "a note has a line: \(note)")
      }
      for period in statement.blocks.flatMap(\.periods) {
        for flow in Flow.allCases { _ = period.usage(of: flow) }
      }
    } catch {
      must(error.path == "x", "a refusal names the file")
    }
  }

  /// A clock is on the grid of half-hours, and its days are found from their start.
  func checkZone(_ bytes: [UInt8]) {
    guard let zone = ClockZone(name: "x", years: 2000...2003, file: bytes) else { return }
    for month in 1...12 {
      _ = zone.day(of: zone.start(of: LocalDay(firstOfMonth: month, year: 2001)))
    }
  }
}

/// An error by what it says.
struct TextError: Error, Hashable {
  var text: String
}

extension String {
  fileprivate var asError: TextError { TextError(text: self) }
}
