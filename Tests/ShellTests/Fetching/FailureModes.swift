import Testing

/// What can go wrong between the program and Octopus, by the numbers of the list of research.
enum FailureMode: Int, CaseIterable, CustomTestStringConvertible {
  case keyRefused = 1
  case edgeBlock, unknownThings, twoRegisters, badParameters, tooManyRequests
  case serverTrouble, brokenConnections, redirects, strangeLinks, shiftingPages
  case rowsOutside, lateData, gaps, revisions, duplicates
  case oddNumbers, clockChanges, pageSizes, oddRates, changingRates
  case oddAccounts, oddProducts, gasUnits, emptyAccount

  var testDescription: String { "\(rawValue) \(self)" }

  /// The test that reaches it.
  var play: () throws -> Void {
    switch self {
    case .keyRefused: playKeyRefused
    case .edgeBlock: playEdgeBlock
    case .unknownThings: playUnknownThings
    case .twoRegisters: playTwoRegisters
    case .badParameters: playBadParameters
    case .tooManyRequests: playTooManyRequests
    case .serverTrouble: playServerTrouble
    case .brokenConnections: playBrokenConnections
    case .redirects: playRedirects
    case .strangeLinks: playStrangeLinks
    case .shiftingPages: playShiftingPages
    case .rowsOutside: playRowsOutside
    case .lateData: playLateData
    case .gaps: playGaps
    case .revisions: playRevisions
    case .duplicates: playDuplicates
    case .oddNumbers: playOddNumbers
    case .clockChanges: playClockChanges
    case .pageSizes: playPageSizes
    case .oddRates: playOddRates
    case .changingRates: playChangingRates
    case .oddAccounts: playOddAccounts
    case .oddProducts: playOddProducts
    case .gasUnits: playGasUnits
    case .emptyAccount: playEmptyAccount
    }
  }
}

/// Each failure mode, and what the program makes of it.
@Suite struct FailureModeTests {
  @Test(arguments: FailureMode.allCases)
  func isPlayed(mode: FailureMode) throws { try mode.play() }

  @Test func allOfTheListAreHere() {
    #expect(FailureMode.allCases.map(\.rawValue) == Array(1...25))
  }
}
