import SluiceData
import SluiceTensor

/// Reads values from a configuration, with errors that say where and what.
///
/// Every key that a type asks for is legal, and no other: after the value is made, the first key
/// that nobody asked for is an error which names the nearest legal one.
public struct ConfigDecoder {
  /// Creates a decoder.
  public init() {}

  /// Returns the value that a configuration describes.
  ///
  /// - Throws: ``ConfigError``.
  public func decode<T: Decodable>(_ type: T.Type = T.self, from node: ConfigNode) throws -> T {
    let session = DecodingSession(root: node)
    let value = try session.decode(type, from: node, at: [])
    try session.checkForUnknownKeys()
    return value
  }
}

/// One run of the decoder: remembers which keys of which mappings were asked for.
final class DecodingSession {
  private let root: ConfigNode
  private var visited: [ConfigPath] = []
  private var asked: [ConfigPath: [String]] = [:]

  init(root: ConfigNode) {
    self.root = root
  }

  /// Notes that the mapping at a path is read key by key.
  func visit(_ path: [String]) {
    let path = ConfigPath(path)
    if asked[path] == nil {
      asked[path] = []
      visited.append(path)
    }
  }

  /// Notes that a key is legal.
  func ask(_ key: String, at path: [String]) {
    let path = ConfigPath(path)
    if asked[path]?.contains(key) != true { asked[path, default: []].append(key) }
  }

  func decode<T: Decodable>(_ type: T.Type, from node: ConfigNode, at path: [String]) throws -> T {
    if let value = try scalar(type, from: node, at: path) { return value }
    try checkName(type, node, path)
    do {
      return try T(from: NodeDecoder(session: self, node: node, path: path))
    } catch let error as ConfigError {
      throw error
    } catch let error as DecodingError {
      throw worded(error, node, path)
    } catch {
      throw ConfigError(
        place: node.place, path: ConfigPath(path), problem: .impossible(String(describing: error)))
    }
  }

  /// Throws for the first key, in the order of the file, that nobody asked for.
  func checkForUnknownKeys() throws {
    var unknown: [(place: ConfigPlace, error: ConfigError)] = []
    for path in visited {
      let legal = asked[path] ?? []
      for entry in root.value(at: path)?.entries ?? [] where !legal.contains(entry.key) {
        let problem = ConfigError.Problem.unknownKey(
          entry.key, nearest: Spelling.nearest(to: entry.key, in: legal), legal: legal)
        unknown.append((entry.place, ConfigError(place: entry.place, path: path, problem: problem)))
      }
    }
    let first = unknown.min {
      ($0.place.line ?? .max, $0.place.column ?? .max)
        < ($1.place.line ?? .max, $1.place.column ?? .max)
    }
    if let first { throw first.error }
  }

  /// The error for a key that is not there: a mistyped one when one stands in its place.
  func missing(_ key: String, in node: ConfigNode, at path: [String]) -> ConfigError {
    let known = Set(asked[ConfigPath(path)] ?? [])
    let strange = (node.entries ?? []).filter { !known.contains($0.key) }
    if let typed = strange.first(where: { Spelling.nearest(to: $0.key, in: [key]) != nil }) {
      return ConfigError(
        place: typed.place, path: ConfigPath(path),
        problem: .unknownKey(typed.key, nearest: key, legal: []))
    }
    return ConfigError(place: node.place, path: ConfigPath(path), problem: .missingKey(key))
  }

  private func checkName<T>(_ type: T.Type, _ node: ConfigNode, _ path: [String]) throws {
    guard let cases = type as? any CaseIterable.Type, type is any RawRepresentable.Type,
      let legal = names(of: cases)
    else { return }
    if case .scalar(let text, _) = node.content, legal.contains(text) { return }
    var nearest: String?
    if case .scalar(let text, _) = node.content { nearest = Spelling.nearest(to: text, in: legal) }
    throw ConfigError(
      place: node.place, path: ConfigPath(path),
      problem: .unknownName(node.received, nearest: nearest, legal: legal))
  }

  private func names(of cases: any CaseIterable.Type) -> [String]? {
    func list<C: CaseIterable>(_ type: C.Type) -> [String]? {
      let names = type.allCases.map { ($0 as? any RawRepresentable)?.rawValue as? String }
      return names.contains(nil) ? nil : names.compactMap { $0 }
    }
    return list(cases)
  }

  /// Words an error that a type's own `init(from:)` has thrown, at the place it speaks of.
  private func worded(_ error: DecodingError, _ node: ConfigNode, _ path: [String]) -> ConfigError {
    let context: DecodingError.Context
    switch error {
    case .keyNotFound(let key, let found):
      return missing(key.stringValue, in: node, at: found.codingPath.map(\.stringValue))
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    @unknown default:
      return ConfigError(
        place: node.place, path: ConfigPath(path), problem: .impossible(String(describing: error)))
    }
    // The path may name a key that is not written (its default was refused): the nearest value
    // above it is then the place to show.
    let full = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    var reach = full
    while !reach.isEmpty, root.value(at: ConfigPath(reach)) == nil { reach.removeLast() }
    let place = root.value(at: ConfigPath(reach))?.place ?? node.place
    return ConfigError(
      place: place, path: ConfigPath(full), problem: .impossible(context.debugDescription))
  }
}
