/// The parts that all web pages share.
enum HTMLPage {
  /// The page up to its body; `title` is plain text, `style` ends its last line itself.
  static func opening(title: String, style: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>\(title.xml)</title>
    <style>
    \(style)</style>
    </head>
    <body>

    """
  }

  static let ending = "</body>\n</html>\n"
}
