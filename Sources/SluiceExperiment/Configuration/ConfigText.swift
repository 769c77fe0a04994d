extension ConfigNode {
  /// The configuration as YAML that people like to read.
  ///
  /// Short lists and mappings below the top stand on one line; sections are set apart.
  ///
  /// - Parameter comment: Lines to put in front, each behind a `#`.
  public func yaml(comment: String = "") -> String {
    var lines = comment.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "#" : "# \($0)" }
    if comment.isEmpty { lines = [] }
    var followsSection = false
    for entry in entries ?? [] {
      let isSection = entry.value.isCompound
      if (isSection || followsSection) && !lines.isEmpty { lines.append("") }
      followsSection = isSection
      lines += entry.value.lines(
        after: Self.plain(entry.key) + ":", indent: 0, mayInline: !isSection)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var isCompound: Bool {
    switch content {
    case .scalar: return false
    case .sequence(let elements): return !elements.isEmpty
    case .mapping(let entries): return !entries.isEmpty
    }
  }

  /// The lines of the node behind a key (`name:`) or a dash.
  private func lines(after lead: String, indent: Int, mayInline: Bool = true) -> [String] {
    let margin = String(repeating: " ", count: indent)
    // A layer of a list stands as `- LSTM: {hiddenSize: 5}`.
    let isLayer = lead == "-" && entries?.count == 1
    let oneLine = "\(margin)\(lead) " + (isLayer ? String(inline.dropFirst().dropLast()) : inline)
    if !isCompound || (mayInline && oneLine.count <= 80) { return [oneLine] }
    switch content {
    case .scalar: return [oneLine]
    case .sequence(let elements):
      return ["\(margin)\(lead)"]
        + elements.flatMap { $0.lines(after: "-", indent: indent + 2) }
    case .mapping(let entries):
      // In a list the first key shares the dash's line.
      let nested = entries.flatMap {
        $0.value.lines(after: Self.plain($0.key) + ":", indent: indent + 2)
      }
      guard lead == "-", let first = nested.first else { return ["\(margin)\(lead)"] + nested }
      return ["\(margin)- \(first.dropFirst(indent + 2))"] + nested.dropFirst()
    }
  }

  /// The value on one line.
  var inline: String {
    switch content {
    case .scalar(let text, isQuoted: true): return Self.plain(text)
    case .scalar(let text, isQuoted: false): return text
    case .sequence(let elements): return "[" + elements.map(\.inline).joined(separator: ", ") + "]"
    case .mapping(let entries):
      return "{"
        + entries.map { "\(Self.plain($0.key)): \($0.value.inline)" }.joined(separator: ", ") + "}"
    }
  }

  /// Text without quotes where every YAML reader takes it for text, else in double quotes.
  private static func plain(_ text: String) -> String {
    let words = ["true", "false", "yes", "no", "on", "off", "null", "nan", "inf", "y", "n"]
    let isPlain =
      text.first.map { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "/") } == true
      && text.last != " " && !words.contains(text.lowercased())
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./% ()+".contains($0)) }
    if isPlain { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default:
        if scalar.value < 32 || scalar.value == 127 {
          let digits = String(scalar.value, radix: 16)
          quoted += "\\x" + (digits.count < 2 ? "0" : "") + digits
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}
