/// Turns values into a configuration, keys in the order in which the types encode them.
public struct ConfigEncoder {
  /// Creates an encoder.
  public init() {}

  /// Returns the configuration that describes a value.
  public func encode<T: Encodable>(_ value: T) throws -> ConfigNode {
    let slot = EncodedSlot()
    try slot.encode(value, path: [])
    return slot.node
  }
}

/// A value under construction.
private final class EncodedSlot {
  private enum Content {
    case scalar(String, isQuoted: Bool)
    case sequence([EncodedSlot])
    case mapping([(key: String, slot: EncodedSlot)])
  }

  private var content = Content.mapping([])

  var node: ConfigNode {
    let place = ConfigPlace(source: "resolved experiment")
    switch content {
    case .scalar(let text, let isQuoted):
      return ConfigNode(.scalar(text, isQuoted: isQuoted), place: place)
    case .sequence(let slots): return ConfigNode(.sequence(slots.map(\.node)), place: place)
    case .mapping(let entries):
      let entries = entries.map {
        ConfigNode.Entry(key: $0.key, place: place, value: $0.slot.node)
      }
      return ConfigNode(.mapping(entries), place: place)
    }
  }

  var count: Int {
    if case .sequence(let slots) = content { return slots.count }
    return 0
  }

  func encode<T: Encodable>(_ value: T, path: [any CodingKey]) throws {
    switch value {
    case let text as String: content = .scalar(text, isQuoted: true)
    case let truth as Bool: set(truth)
    case let number as Float: set(number)
    case let number as Double: set(number)
    case let number as any FixedWidthInteger: content = .scalar("\(number)", isQuoted: false)
    default: try value.encode(to: SlotEncoder(slot: self, codingPath: path))
    }
  }

  func setNull() { content = .scalar("null", isQuoted: false) }

  private func set(_ truth: Bool) { content = .scalar(truth ? "true" : "false", isQuoted: false) }

  /// The shortest decimal that reads back as the same number, without a needless `.0`.
  private func set<T: BinaryFloatingPoint & LosslessStringConvertible>(_ number: T) {
    let text = String(number)
    content = .scalar(text.hasSuffix(".0") ? String(text.dropLast(2)) : text, isQuoted: false)
  }

  func becomeSequence() {
    if case .sequence = content { return }
    content = .sequence([])
  }

  func becomeMapping() {
    if case .mapping = content { return }
    content = .mapping([])
  }

  func append() -> EncodedSlot {
    let slot = EncodedSlot()
    if case .sequence(let slots) = content { content = .sequence(slots + [slot]) }
    return slot
  }

  func slot(_ key: String) -> EncodedSlot {
    guard case .mapping(var entries) = content else { return EncodedSlot() }
    if let entry = entries.first(where: { $0.key == key }) { return entry.slot }
    let slot = EncodedSlot()
    entries.append((key, slot))
    content = .mapping(entries)
    return slot
  }
}

private struct SlotEncoder: Encoder {
  let slot: EncodedSlot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.becomeMapping()
    return KeyedEncodingContainer(SlotMapping<Key>(slot: slot, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.becomeSequence()
    return SlotSequence(slot: slot, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SlotScalar(slot: slot, codingPath: codingPath)
  }
}

private struct SlotMapping<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let slot: EncodedSlot
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { slot.slot(key.stringValue).setNull() }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try slot.slot(key.stringValue).encode(value, path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    superEncoder(forKey: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    superEncoder(forKey: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { SlotEncoder(slot: slot, codingPath: codingPath) }

  func superEncoder(forKey key: Key) -> any Encoder {
    SlotEncoder(slot: slot.slot(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct SlotSequence: UnkeyedEncodingContainer {
  let slot: EncodedSlot
  let codingPath: [any CodingKey]
  var count: Int { slot.count }

  func encodeNil() { slot.append().setNull() }

  func encode<T: Encodable>(_ value: T) throws {
    let key = PathKey(intValue: count)
    try slot.append().encode(value, path: codingPath + [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    superEncoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    superEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    let key = PathKey(intValue: count)
    return SlotEncoder(slot: slot.append(), codingPath: codingPath + [key])
  }
}

private struct SlotScalar: SingleValueEncodingContainer {
  let slot: EncodedSlot
  let codingPath: [any CodingKey]

  func encodeNil() { slot.setNull() }

  func encode<T: Encodable>(_ value: T) throws { try slot.encode(value, path: codingPath) }
}
