import CFuzzer
import Glibc

/// Fuzzes one surface: `fuzz SURFACE [OPTION OF LIBFUZZER | CORPUS | FILE …]`.
@main struct Fuzzer {
  /// The surface that the first argument names.
  fileprivate static let surface = CommandLine.arguments.dropFirst().first.flatMap(Surface.init)

  static func main() {
    guard surface != nil else {
      for surface in Surface.allCases { print(surface.rawValue) }
      exit(CommandLine.arguments.count == 1 ? 0 : 2)
    }
    var words = CommandLine.arguments
    words.remove(at: 1)
    var count = Int32(words.count)
    var copies = words.map { strdup($0) } + [nil]
    let status = copies.withUnsafeMutableBufferPointer { words in
      var first = words.baseAddress
      return LLVMFuzzerRunDriver(&count, &first) { check($0, $1) }
    }
    exit(status)
  }
}

/// Checks one input; libFuzzer's own `main`, which is linked and not used, knows it by this name.
@_cdecl("LLVMFuzzerTestOneInput")
func check(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  Fuzzer.surface?.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
