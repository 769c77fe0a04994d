/// Where a value of a configuration was written.
public struct ConfigPlace: Hashable, Sendable, CustomStringConvertible {
  /// The file's name as the user gave it, or the command-line option that set the value.
  public var source: String

  /// Line in the file, counted from 1; nil when the source is not a file.
  public var line: Int?

  /// Column in the line, counted from 1; nil when the source is not a file.
  public var column: Int?

  /// Creates a place.
  public init(source: String, line: Int? = nil, column: Int? = nil) {
    self.source = source
    self.line = line
    self.column = column
  }

  /// The place as compilers write it: `household.yaml:12:3`.
  public var description: String {
    guard let line else { return source }
    guard let column else { return "\(source):\(line)" }
    return "\(source):\(line):\(column)"
  }
}

/// One value of a configuration file, with everything below it and the place where it was written.
public struct ConfigNode: Sendable {
  /// What a node holds.
  public enum Content: Sendable {
    /// Text as it was written; `isQuoted` when quotes forbid reading it as a number.
    case scalar(String, isQuoted: Bool)
    /// A list.
    case sequence([ConfigNode])
    /// Keys with their values, in the order of writing.
    case mapping([Entry])
  }

  /// One key of a mapping with its value.
  public struct Entry: Sendable {
    /// The key.
    public var key: String

    /// Where the key was written.
    public var place: ConfigPlace

    /// The value.
    public var value: ConfigNode

    /// Creates an entry.
    public init(key: String, place: ConfigPlace, value: ConfigNode) {
      self.key = key
      self.place = place
      self.value = value
    }
  }

  /// What the node holds.
  public var content: Content

  /// Where it was written.
  public var place: ConfigPlace

  /// Creates a node.
  public init(_ content: Content, place: ConfigPlace) {
    self.content = content
    self.place = place
  }

  /// The entries of a mapping; nil for anything else.
  public var entries: [Entry]? {
    if case .mapping(let entries) = content { return entries }
    return nil
  }

  /// The elements of a list; nil for anything else.
  public var elements: [ConfigNode]? {
    if case .sequence(let elements) = content { return elements }
    return nil
  }

  /// Whether nothing was written: an empty value, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return text.isEmpty || text == "~" || text == "null"
  }

  /// The value under a key of a mapping; nil when there is none.
  public subscript(key: String) -> ConfigNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What the node holds in words, for errors: `'abc'`, `a list`, `a mapping`, `nothing`.
  public var received: String {
    if isNull { return "nothing" }
    switch content {
    case .scalar(let text, isQuoted: true): return "the quoted text \"\(text)\""
    case .scalar(let text, isQuoted: false): return "'\(text)'"
    case .sequence: return "a list"
    case .mapping(let entries):
      return entries.isEmpty ? "an empty mapping" : "a mapping with the key '\(entries[0].key)'"
    }
  }
}
