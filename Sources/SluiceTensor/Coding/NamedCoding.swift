/// Reading and writing a value of one of several kinds: `{"adam": {"learningRate": 0.01}}`, or just
/// `"adam"` where every setting has a default.
package enum NamedCoding {
  /// A key that can be any name.
  package struct Key: CodingKey {
    package let stringValue: String
    package var intValue: Int? { nil }

    package init(stringValue: String) { self.stringValue = stringValue }
    package init?(intValue: Int) { nil }
  }

  /// Reads the value whose name is given, by the rule that belongs to the name.
  ///
  /// - Parameters:
  ///   - subject: What is read, such as "optimizer", for messages.
  ///   - decoder: Where to read.
  ///   - names: All legal names, in the order in which a message lists them.
  ///   - read: Reads the settings of the value of a name.
  /// - Throws: `DecodingError.dataCorrupted` for an unknown name or more than one.
  package static func decode<Value>(
    _ subject: String, from decoder: any Decoder, names: [String],
    read: (_ name: String, _ settings: any Decoder) throws -> Value
  ) throws -> Value {
    func corrupted(_ text: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
    }
    func checked(_ name: String) throws -> String {
      if names.contains(name) { return name }
      throw corrupted(
        "no \(subject) is named \"\(name)\"; there are \(names.joined(separator: ", "))")
    }
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      let settings = EmptySettings(codingPath: decoder.codingPath)
      do {
        return try read(checked(name), settings)
      } catch DecodingError.keyNotFound(let key, _) {
        throw corrupted("the \(subject) \(name) needs the key \(key.stringValue)")
      }
    }
    let container = try decoder.container(keyedBy: Key.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw corrupted(
        "expected one name of \(subject) with its settings below it, found "
          + "\(container.allKeys.count) names")
    }
    let name = try checked(key.stringValue)
    return try read(name, container.superDecoder(forKey: key))
  }

  /// Reads one of the names that an enumeration has.
  ///
  /// - Throws: `DecodingError.dataCorrupted` for another name, with a list of all.
  package static func choice<Value: CaseIterable & RawRepresentable<String>>(
    _ subject: String, from decoder: any Decoder
  ) throws -> Value {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let value = Value(rawValue: name) else {
      let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "no \(subject) is named \"\(name)\"; there are \(names)"))
    }
    return value
  }

  /// Writes a value under its name.
  package static func encode(
    _ value: some Encodable, as name: String, to encoder: any Encoder
  ) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(value, forKey: Key(stringValue: name))
  }
}

/// A decoder of an object without any key: every setting takes its default.
private struct EmptySettings: Decoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<K: CodingKey>(keyedBy type: K.Type) -> KeyedDecodingContainer<K> {
    KeyedDecodingContainer(Keyed(codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw mismatch() }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw mismatch() }

  private func mismatch() -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "settings are missing"))
  }

  private struct Keyed<K: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    var allKeys: [K] { [] }

    func contains(_ key: K) -> Bool { false }
    func decodeNil(forKey key: K) throws -> Bool { true }
    func decode<T: Decodable>(_ type: T.Type, forKey key: K) throws -> T { throw missing(key) }
    func nestedContainer<N: CodingKey>(
      keyedBy type: N.Type, forKey key: K
    ) throws -> KeyedDecodingContainer<N> { throw missing(key) }
    func nestedUnkeyedContainer(forKey key: K) throws -> any UnkeyedDecodingContainer {
      throw missing(key)
    }
    func superDecoder() throws -> any Decoder { EmptySettings(codingPath: codingPath) }
    func superDecoder(forKey key: K) throws -> any Decoder { throw missing(key) }

    private func missing(_ key: K) -> DecodingError {
      .keyNotFound(key, .init(codingPath: codingPath, debugDescription: "the key is missing"))
    }
  }
}
