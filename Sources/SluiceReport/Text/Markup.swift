/// Escaping of text that goes into SVG and HTML.
enum Markup {
  /// The escaped text of a page, in which no line breaks between a number and its percent sign.
  static func prose(_ text: String) -> String {
    let parts = text.split(separator: " %", omittingEmptySubsequences: false)
    return escaped(parts.joined(separator: "\u{A0}%"))
  }

  /// The text with the five characters that mean something in markup replaced, and with control
  /// characters that XML forbids removed.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
