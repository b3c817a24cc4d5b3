import EnergyModel
import QueryLanguage

extension Setting {
  static let prompt = Setting(
    name: ".prompt", values: "TEXT", summary: "the prompt",
    details: [
      "{cache} in it means the file name of the cache. Quotes keep the space at its end."
    ],
    examples: [".prompt '{cache}> '"],
    value: { quotedIfNeeded($0.settings.display.prompt) },
    change: { cursor in
      let text = try cursor.onlyOperand("a text").value
      return changing { $0.settings.display.prompt = text }
    })
}

extension Workspace {
  /// The prompt for the first line of a statement.
  package var prompt: String {
    let name = cacheHandle.path.split(separator: "/").last.map(String.init) ?? cacheHandle.path
    return settings.display.prompt.replacing("{cache}", with: name).visible
  }

  /// The prompt for its other lines: dots, right-aligned with the prompt.
  package var continuation: String {
    let dots = "...> "
    return String(repeating: " ", count: max(0, prompt.count - dots.count)) + dots
  }
}
