extension String {
  /// The text as a field of csv or tsv that a spreadsheet does not run as a formula.
  ///
  /// A leading apostrophe makes it text there. The signs are those that OWASP names under "CSV
  /// Injection"; a negative number stays, also with words behind it: `-0.015 GBP per kWh, 5% VAT`.
  var neutralisingFormula: String {
    switch unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": isNumber ? self : "'" + self
    default: self
    }
  }

  private var isNumber: Bool {
    wholeMatch(of: #/-?[0-9]+(?:\.[0-9]+)?(?: [-A-Za-z0-9 ,.%]*)?/#) != nil
  }
}
