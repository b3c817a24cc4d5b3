import Glibc

/// The text of a PDF, which the program `pdftotext` of Poppler takes out of it.
package enum PDFText {
  /// - Returns: the text laid out as on the page; nil where the program is not installed.
  /// - Throws: a ``FileError`` when it can't read the file, or there is more text than `mostBytes`.
  package static func read(_ path: String, atMost mostBytes: Int) throws(FileError) -> [UInt8]? {
    // A path that begins with a dash would be an option.
    let file = "'" + (path.hasPrefix("-") ? "./" : "") + path.replacing("'", with: "'\\''") + "'"
    let stream = withDefaultSIGPIPE { popen("exec pdftotext -layout \(file) - 2>/dev/null", "r") }
    guard let stream else { throw FileError(path: path, reason: systemError()) }
    var bytes: [UInt8] = []
    let size = 1 << 16
    var buffer = [UInt8](repeating: 0, count: size)
    while bytes.count <= mostBytes {
      let count = fread(&buffer, 1, size, stream)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    let status = pclose(stream)
    if ShellCommand.isMissing(status) { return nil }
    guard bytes.count <= mostBytes else {
      throw FileError(path: path, reason: "has over \(mostBytes >> 20) MB of text")
    }
    guard status == 0 else { throw FileError(path: path, reason: "pdftotext can't read it") }
    return bytes
  }
}
