import QueryLanguage
import Rendering

extension Setting {
  static let prompt = Setting(
    name: ".prompt", values: "TEXT", summary: "what stands before what you type",
    details: [
      "{cache} in it stands for the name of the cache's file. Quotes keep the space at its end."
    ],
    examples: [".prompt '{cache}> '"],
    value: { quotedIfNeeded($0.settings.prompt) },
    apply: { cursor, session in
      session.settings.prompt = try cursor.onlyOperand("a text").value
    })
}

extension Session {
  /// What stands before the first line of a statement.
  var prompt: String {
    let name = cachePath.split(separator: "/").last.map(String.init) ?? cachePath
    return settings.prompt.replacing("{cache}", with: name).visible
  }

  /// What stands before its other lines: dots that end where the prompt does.
  var continuation: String {
    let dots = "...> "
    return String(repeating: " ", count: max(0, prompt.count - dots.count)) + dots
  }
}
