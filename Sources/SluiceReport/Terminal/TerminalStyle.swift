/// How text is dressed for a terminal: with colours, or plain for files and pipes.
///
/// Whether the output is a terminal, and whether `NO_COLOR` is set, the caller finds out.
public struct TerminalStyle: Sendable, Equatable {
  /// Whether escape sequences for colours are written.
  public var usesColours: Bool

  /// A style with or without colours.
  public init(usesColours: Bool) {
    self.usesColours = usesColours
  }

  /// No escape sequences at all.
  public static let plain = TerminalStyle(usesColours: false)

  /// Headings and what matters most.
  public func bold(_ text: String) -> String { dressed(text, "1") }
  /// What may be passed over.
  public func dim(_ text: String) -> String { dressed(text, "2") }
  /// Good news.
  public func good(_ text: String) -> String { dressed(text, "32") }
  /// What needs a second look.
  public func warning(_ text: String) -> String { dressed(text, "33") }
  /// Bad news.
  public func bad(_ text: String) -> String { dressed(text, "31") }

  /// Text in the colour of its tone.
  public func toned(_ text: String, _ tone: Block.Tone) -> String {
    switch tone {
    case .good: good(text)
    case .open: warning(text)
    case .bad: bad(text)
    }
  }

  private func dressed(_ text: String, _ code: String) -> String {
    usesColours && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
