/// The rules of style that pictures share, for light and for dark screens.
///
/// Colours stand in rules, not in variables, as programs that convert SVG know no variables.
enum SVGStyle {
  /// What must be told apart: Okabe and Ito's colours, of which those come first that are dark enough
  /// for a white ground; the last ones have an outline there.
  private static let light = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00", "#f0e442",
  ]
  private static let dark = [
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2", "#ffffff",
  ]

  static let paper = (light: "#ffffff", dark: "#14161a")

  /// How many steps a ramp is drawn in.
  static let steps = 32

  /// The rules for pictures; those of the ramp too where one has colours for figures.
  static func rules(ramp: ChartRamp?) -> String {
    let cells = ramp.map { ramp in
      (0...steps).map { step in
        let share = Double(step) / Double(steps)
        return ".ow .c\(step){fill:\(ramp.colour(ramp.hasNegatives ? 2 * share - 1 : share).hex)}"
      }.joined()
    }
    return """
      .ow text{fill:#565c66;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",\
      "DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
      .ow .title{fill:#16181d;font-weight:600}
      .ow .paper{fill:\(paper.light)}
      .ow .grid{stroke:#dfe3e8}.ow .zero{stroke:#565c66}.ow .edge{stroke:#868c96;fill:none}
      .ow .mean{stroke:#565c66;stroke-dasharray:4 4}
      .ow .low{fill:#009e73;fill-opacity:.12}.ow .high{fill:#d55e00;fill-opacity:.12}\
      .ow .band{fill:#868c96;fill-opacity:.12}
      .ow .behind{fill:none;stroke:#565c66;stroke-width:1.5}
      .ow .missing{fill:#565c66}
      .ow .empty{fill:#868c96;fill-opacity:0;stroke:#868c96;vector-effect:non-scaling-stroke}
      .ow .partial{stroke:#b00020;stroke-width:1.5;fill:none}
      .ow .weekend{fill:#868c96}
      .ow .hover{fill-opacity:0}
      \(series(light))
      .ow .s5,.ow .s6,.ow .s7{stroke:#565c66;stroke-width:1}
      .ow rect:hover,.ow circle:hover{opacity:.75}
      \(cells ?? "")
      @media screen and (prefers-color-scheme:dark){
      .ow text{fill:#a7adb7}.ow .title{fill:#eceef1}.ow .paper{fill:\(paper.dark)}
      .ow .grid{stroke:#2b3037}.ow .zero{stroke:#a7adb7}.ow .edge{stroke:#868c96}
      .ow .mean,.ow .behind{stroke:#a7adb7}.ow .missing{fill:#a7adb7}
      .ow .partial{stroke:#ff8a80}
      \(series(dark))
      .ow .s5,.ow .s6,.ow .s7{stroke:none}.ow .s6{stroke:#a7adb7}
      }

      """
  }

  private static func series(_ colours: [String]) -> String {
    colours.enumerated().map { ".ow .s\($0){fill:\($1)}.ow .l\($0){stroke:\($1)}" }.joined()
      + ".ow path[class^=l]{fill:none;stroke-width:2;stroke-linejoin:round}"
  }

  /// Shows the frame for the width there is, and hides the others.
  static func switching(_ narrow: Int, _ wide: Int) -> String {
    """
    .ow-medium,.ow-wide{display:none}
    @media (min-width:\(narrow)px){.ow-narrow{display:none}.ow-medium{display:inline}}
    @media (min-width:\(wide)px){.ow-medium{display:none}.ow-wide{display:inline}}

    """
  }
}
