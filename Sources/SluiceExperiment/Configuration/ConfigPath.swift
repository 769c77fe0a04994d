/// The way to one value of a configuration: `training.epochs`, `model.0.LSTM.hiddenSize`.
///
/// Keys and list positions (counted from 0) are separated by dots.
public struct ConfigPath: Hashable, Sendable, CustomStringConvertible {
  /// The keys and positions from the top down.
  public var parts: [String]

  /// Creates a path from its parts.
  public init(_ parts: [String]) {
    self.parts = parts
  }

  /// Creates a path from its text; nil when a part is empty.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !parts.contains(where: \.isEmpty) else { return nil }
    self.parts = parts
  }

  /// The parts with dots between them.
  public var description: String { parts.joined(separator: ".") }
}

extension ConfigNode {
  /// Returns the value at a path; nil when the path leads nowhere.
  public func value(at path: ConfigPath) -> ConfigNode? {
    var node = self
    for part in path.parts {
      if let elements = node.elements {
        guard let index = Int(part), elements.indices.contains(index) else { return nil }
        node = elements[index]
      } else {
        guard let next = node[part] else { return nil }
        node = next
      }
    }
    return node
  }

  /// Replaces the value at a path; keys that are not written yet are added.
  ///
  /// - Throws: ``ConfigError`` when the path goes through a list at a position that it does not have.
  public mutating func set(_ path: ConfigPath, to value: ConfigNode) throws {
    try set(path.parts[...], of: path, to: value)
  }

  private mutating func set(
    _ rest: ArraySlice<String>, of path: ConfigPath, to value: ConfigNode
  ) throws {
    guard let part = rest.first else {
      self = value
      return
    }
    switch content {
    case .sequence(var elements):
      guard let index = Int(part), elements.indices.contains(index) else {
        let above = ConfigPath(Array(path.parts[..<rest.startIndex]))
        throw ConfigError(
          place: value.place, path: path, problem: .noSuchElement(above, part, elements.count))
      }
      try elements[index].set(rest.dropFirst(), of: path, to: value)
      content = .sequence(elements)
    case .mapping(var entries):
      if let index = entries.firstIndex(where: { $0.key == part }) {
        try entries[index].value.set(rest.dropFirst(), of: path, to: value)
      } else {
        entries.append(try entry(part, rest, path, value))
      }
      content = .mapping(entries)
    case .scalar:
      // A plain name such as `optimizer: adam` gives way to a mapping; whether that is legal is
      // decided when the result is decoded.
      self = ConfigNode(.mapping([try entry(part, rest, path, value)]), place: value.place)
    }
  }

  private func entry(
    _ key: String, _ rest: ArraySlice<String>, _ path: ConfigPath, _ value: ConfigNode
  ) throws -> Entry {
    var below = ConfigNode(.mapping([]), place: value.place)
    try below.set(rest.dropFirst(), of: path, to: value)
    return Entry(key: key, place: value.place, value: below)
  }
}
