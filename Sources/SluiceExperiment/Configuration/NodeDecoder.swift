/// A `Decoder` over one node.
struct NodeDecoder: Decoder {
  let session: DecodingSession
  let node: ConfigNode
  let path: [String]

  var codingPath: [any CodingKey] { path.map { PathKey($0) } }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard node.entries != nil else {
      throw session.wrongType("keys and values", node, path)
    }
    session.visit(path)
    return KeyedDecodingContainer(NodeMapping<Key>(session: session, node: node, path: path))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = node.elements else { throw session.wrongType("a list", node, path) }
    return NodeSequence(session: session, node: node, path: path, elements: elements)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    NodeScalar(session: session, node: node, path: path)
  }
}

/// One part of a path as the standard library's coders want it.
struct PathKey: CodingKey {
  var stringValue: String
  var intValue: Int? { Int(stringValue) }

  init(_ text: String) { stringValue = text }
  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) { stringValue = String(intValue) }
}

private struct NodeMapping<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let session: DecodingSession
  let node: ConfigNode
  let path: [String]

  var codingPath: [any CodingKey] { path.map { PathKey($0) } }
  var allKeys: [Key] { (node.entries ?? []).compactMap { Key(stringValue: $0.key) } }

  private func value(_ key: Key) throws -> ConfigNode {
    session.ask(key.stringValue, at: path)
    guard let value = node[key.stringValue] else {
      throw session.missing(key.stringValue, in: node, at: path)
    }
    return value
  }

  func contains(_ key: Key) -> Bool {
    session.ask(key.stringValue, at: path)
    return node[key.stringValue] != nil
  }

  func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try session.decode(type, from: value(key), at: path + [key.stringValue])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try superDecoder(forKey: key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    NodeDecoder(session: session, node: node, path: path)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    NodeDecoder(session: session, node: try value(key), path: path + [key.stringValue])
  }
}

private struct NodeSequence: UnkeyedDecodingContainer {
  let session: DecodingSession
  let node: ConfigNode
  let path: [String]
  let elements: [ConfigNode]
  private(set) var currentIndex = 0

  var codingPath: [any CodingKey] { path.map { PathKey($0) } }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  init(session: DecodingSession, node: ConfigNode, path: [String], elements: [ConfigNode]) {
    self.session = session
    self.node = node
    self.path = path
    self.elements = elements
  }

  private func current() throws -> ConfigNode {
    guard !isAtEnd else {
      throw session.wrongType(
        "more than \(elements.count) \(elements.count == 1 ? "element" : "elements")", node, path)
    }
    return elements[currentIndex]
  }

  mutating func decodeNil() throws -> Bool {
    guard try current().isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let value = try session.decode(type, from: current(), at: path + [String(currentIndex)])
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try superDecoder().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = NodeDecoder(
      session: session, node: try current(), path: path + [String(currentIndex)])
    currentIndex += 1
    return decoder
  }
}

private struct NodeScalar: SingleValueDecodingContainer {
  let session: DecodingSession
  let node: ConfigNode
  let path: [String]

  var codingPath: [any CodingKey] { path.map { PathKey($0) } }

  func decodeNil() -> Bool { node.isNull }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try session.decode(type, from: node, at: path)
  }
}
