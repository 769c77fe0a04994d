/// Numbers of a configuration decoded with their legal range.
extension KeyedDecodingContainer {
  package func decodeInteger(_ key: Key, atLeast least: Int) throws -> Int {
    let value = try decode(Int.self, forKey: key)
    if value >= least { return value }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: "must be at least \(least), found \(value)")
  }

  package func decodeOptionalInteger(_ key: Key, atLeast least: Int) throws -> Int? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try decodeInteger(key, atLeast: least)
  }
}
