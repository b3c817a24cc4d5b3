import CReadline
import Glibc

/// A line editor based on GNU readline.
///
/// There is one terminal, so create only one of these.
package final class ReadlineEditor: LineEditor {
  private let edited: EditedLine

  /// Creates an editor with prompt and echo on the descriptor `output`; nil when that can't be
  /// written.
  ///
  /// `history` are the entries to begin with, the newest last; at most `limit` are kept.
  package init?(output: Int32, editing edited: EditedLine, history: [String], limit: Int) {
    self.edited = edited
    // The line lives as long as the process, as readline does.
    var functions = line_editor_delegate(
      context: Unmanaged.passRetained(edited).toOpaque(),
      complete: { context, line, start, point, isWhole in
        guard let line, let edited = ReadlineEditor.edited(context) else { return nil }
        let prefix = UnsafeRawBufferPointer(start: line, count: Int(point))
        let found = edited.complete(String(decoding: prefix, as: UTF8.self), start: Int(start))
        isWhole?.pointee = found.isWhole ? 1 : 0
        return ReadlineEditor.list(found.texts)
      },
      list: { context, columns, rows in
        strdup(ReadlineEditor.edited(context)?.list(columns: Int(columns), rows: Int(rows)) ?? "")
      },
      paint: { context, line, point, columns, rows, ghost in
        guard let line, let edited = ReadlineEditor.edited(context) else { return nil }
        let screen = Painter.Screen(columns: Int(columns), rows: Int(rows))
        let painting = edited.paint(String(cString: line), point: Int(point), on: screen)
        guard let painting else { return nil }
        ghost?.pointee = painting.ghost.flatMap { strdup($0) }
        return strdup(painting.text)
      })
    guard line_editor_setup("octowatt", output, &functions, Int32(limit)) == 0 else {
      return nil
    }
    for entry in history { line_editor_remember(entry) }
  }

  package func line(prompt: String) -> LineInput {
    edited.prompt = prompt
    return read(prompt)
  }

  package func answer(to question: String) -> LineInput {
    edited.prompt = nil
    return read(question)
  }

  private func read(_ prompt: String) -> LineInput {
    var interrupted: Int32 = 0
    let line = line_editor_read(prompt, &interrupted)
    return LineInput(line, wasInterrupted: interrupted != 0)
  }

  package func remember(_ entry: String) {
    line_editor_forget(entry)
    line_editor_remember(entry)
  }

  private static func edited(_ context: UnsafeMutableRawPointer?) -> EditedLine? {
    context.map { Unmanaged<EditedLine>.fromOpaque($0).takeUnretainedValue() }
  }

  /// A null-terminated list that C frees; null for an empty one.
  private static func list(
    _ texts: [String]
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard !texts.isEmpty,
      let memory = calloc(texts.count + 1, MemoryLayout<UnsafeMutablePointer<CChar>?>.stride)
    else { return nil }
    let list = memory.bindMemory(
      to: UnsafeMutablePointer<CChar>?.self, capacity: texts.count + 1)
    for (index, text) in texts.enumerated() { list[index] = strdup(text) }
    return list
  }
}
