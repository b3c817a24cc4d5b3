/// The formats that a result can be written in.
package enum OutputFormat: String, DescribedWord {
  case table
  case box
  case plain
  case markdown
  case csv
  case tsv
  case json
  case jsonl
  case html
  case line
  case svg

  /// The file extensions of the format.
  package var pathExtensions: [String] {
    switch self {
    case .table: ["txt"]
    case .markdown: ["md", "markdown"]
    case .csv: ["csv"]
    case .tsv: ["tsv"]
    case .json: ["json"]
    case .jsonl: ["jsonl", "ndjson"]
    case .html: ["html", "htm"]
    case .svg: ["svg"]
    case .box, .plain, .line: []
    }
  }

  /// The format for a file extension; nil when there is none.
  package init?(pathExtension: String) {
    let typed = pathExtension.lowercased()
    let claimant = OutputFormat.allCases.first { $0.pathExtensions.contains(typed) }
    guard let claimant else { return nil }
    self = claimant
  }

  /// One line for the help.
  package var summary: String {
    switch self {
    case .table: "columns for people, with a total and a footer (the default)"
    case .box: "the same with lines drawn around every cell"
    case .plain: "aligned columns alone: no lines, colours or footer"
    case .markdown: "a table for GitHub, wikis and notes"
    case .csv: "comma-separated values with a header, exact numbers"
    case .tsv: "tab-separated values with a header, exact numbers"
    case .json: "one object a statement, with period, coverage and totals"
    case .jsonl: "one JSON object a row"
    case .html: "a web page that holds the table, or the picture with 'chart'"
    case .line: "one 'name = value' a line, for rows with many columns"
    case .svg: "a picture for pages and documents: see 'help chart'"
    }
  }

  /// Whether it includes the period, coverage and notes itself, below the rows.
  package var hasFooter: Bool {
    switch self {
    case .table, .box, .markdown, .html: true
    case .plain, .csv, .tsv, .json, .jsonl, .line, .svg: false
    }
  }

  /// Whether each row is written as it arrives; other formats buffer all rows until the end.
  package var streams: Bool {
    switch self {
    case .csv, .tsv, .jsonl, .line: true
    case .table, .box, .plain, .markdown, .json, .html, .svg: false
    }
  }

  /// How it holds a picture; nil for formats of figures alone.
  package var picture: PictureForm? {
    switch self {
    case .table, .box, .plain: .text
    case .html: .page
    case .svg: .image
    case .markdown, .csv, .tsv, .json, .jsonl, .line: nil
    }
  }

  /// The text between two results in one output.
  package var separator: String {
    switch self {
    case .table, .box, .plain, .markdown, .csv, .tsv, .line: "\n"
    case .json, .jsonl, .html, .svg: ""
    }
  }
}
