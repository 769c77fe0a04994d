import Yams

extension ConfigNode {
  /// The most values that a file may hold; aliases that multiply themselves end here.
  private static let limit = 100_000

  /// Reads YAML text.
  ///
  /// - Parameters:
  ///   - yaml: The text of the file.
  ///   - source: The file's name for errors.
  /// - Throws: ``ConfigError`` with line and column.
  public init(yaml: String, source: String) throws {
    let top = ConfigPlace(source: source, line: 1, column: 1)
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        throw ConfigError(place: top, problem: .empty)
      }
      var count = 0
      self = try Self.converted(node, source: source, count: &count)
    } catch let error as YamlError {
      throw ConfigError(error, source: source)
    }
  }

  /// Reads the value of an override, which may be a list or a mapping: `[a, b]`, `{huber: {delta: 1}}`.
  init(overrideValue text: String, option: String) throws {
    let place = ConfigPlace(source: option)
    do {
      guard let node = try Yams.compose(yaml: text) else {
        self = ConfigNode(.scalar("", isQuoted: false), place: place)
        return
      }
      var count = 0
      self = try Self.converted(node, source: option, count: &count)
      forgetLines()
    } catch let error as YamlError {
      var error = ConfigError(error, source: option)
      error.place = place
      throw error
    }
  }

  private mutating func forgetLines() {
    place = ConfigPlace(source: place.source)
    switch content {
    case .scalar: break
    case .sequence(var elements):
      for index in elements.indices { elements[index].forgetLines() }
      content = .sequence(elements)
    case .mapping(var entries):
      for index in entries.indices {
        entries[index].place = place
        entries[index].value.forgetLines()
      }
      content = .mapping(entries)
    }
  }

  private static func converted(
    _ node: Node, source: String, count: inout Int
  ) throws -> ConfigNode {
    let place = ConfigPlace(source: source, line: node.mark?.line, column: node.mark?.column)
    count += 1
    guard count <= limit else {
      throw ConfigError(place: place, problem: .syntax("more than \(limit) values"))
    }
    switch node {
    case .scalar(let scalar):
      return ConfigNode(
        .scalar(scalar.string, isQuoted: scalar.style != .plain && scalar.style != .any),
        place: place)
    case .sequence(let sequence):
      return ConfigNode(
        .sequence(try sequence.map { try converted($0, source: source, count: &count) }),
        place: place)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        let keyPlace = ConfigPlace(
          source: source, line: key.mark?.line, column: key.mark?.column)
        guard case .scalar(let scalar) = key else {
          throw ConfigError(place: keyPlace, problem: .syntax("a key must be plain text"))
        }
        entries.append(
          Entry(
            key: scalar.string, place: keyPlace,
            value: try converted(value, source: source, count: &count)))
      }
      return ConfigNode(.mapping(entries), place: place)
    case .alias:
      throw ConfigError(place: place, problem: .syntax("an alias that leads nowhere"))
    }
  }
}

extension ConfigError {
  /// Words one of the YAML parser's errors as ours.
  init(_ error: YamlError, source: String) {
    func at(_ mark: Mark) -> ConfigPlace {
      ConfigPlace(source: source, line: mark.line, column: mark.column)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let words = context.map { "\(problem) \($0.text)" } ?? problem
      self.init(place: at(mark), problem: .syntax(words))
    case .duplicatedKeysInMapping(let keys, let context):
      // The parser tells where the key was first; its twin stands below, in the same column.
      let key = keys.first ?? ""
      let second = Self.line(of: key, below: context.mark, in: context.text)
      self.init(
        place: ConfigPlace(source: source, line: second ?? context.mark.line),
        problem: .duplicateKey(key, firstLine: second == nil ? nil : context.mark.line))
    case .reader(let problem, _, _, _):
      self.init(place: ConfigPlace(source: source), problem: .syntax(problem))
    default:
      self.init(place: ConfigPlace(source: source), problem: .syntax(String(describing: error)))
    }
  }

  private static func line(of key: String, below mark: Mark, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated().dropFirst(mark.line) {
      let rest = line.dropFirst(mark.column - 1)
      let before = line.prefix(mark.column - 1)
      guard before.allSatisfy({ $0 == " " || $0 == "-" }), rest.hasPrefix(key) else { continue }
      if rest.dropFirst(key.count).drop(while: { $0 == " " }).first == ":" { return index + 1 }
    }
    return nil
  }
}
