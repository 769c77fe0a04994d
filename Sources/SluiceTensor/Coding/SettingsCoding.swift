/// Settings read with a default and a legal range, for the `init(from:)` of values that people
/// write by hand.
extension KeyedDecodingContainer {
  /// Reads a setting, or takes its default if the key is missing.
  package func setting<T: Decodable>(_ key: Key, default value: T) throws -> T {
    try decodeIfPresent(T.self, forKey: key) ?? value
  }

  /// Reads a setting and checks it.
  ///
  /// - Parameters:
  ///   - key: The setting.
  ///   - value: The default; nil if the key must be there.
  ///   - rule: What a legal value is, to complete "must be ...".
  ///   - isLegal: Whether a value is legal.
  package func setting<T: Decodable>(
    _ key: Key, default value: T?, mustBe rule: String, _ isLegal: (T) -> Bool
  ) throws -> T {
    let found: T
    if let value {
      found = try decodeIfPresent(T.self, forKey: key) ?? value
    } else {
      found = try decode(T.self, forKey: key)
    }
    guard isLegal(found) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "must be \(rule), found \(found)")
    }
    return found
  }

  /// Reads a count: at least one, unless told otherwise, and at most ``Limits/count``.
  package func count(_ key: Key, default value: Int? = nil, least: Int = 1) throws -> Int {
    let found = try setting(key, default: value, mustBe: "at least \(least)") { $0 >= least }
    guard found <= Limits.count else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "must be at most \(Limits.count), found \(found)")
    }
    return found
  }

  /// Reads a count of at least one, or nil if the key is missing or null.
  package func optionalCount(_ key: Key) throws -> Int? {
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try count(key)
  }

  /// Reads a rate of dropout.
  package func dropoutRate(_ key: Key, default value: Float? = nil) throws -> Float {
    try setting(key, default: value, mustBe: "at least 0 and below 1") { $0 >= 0 && $0 < 1 }
  }

  /// Reads a finite number above zero.
  package func positive(_ key: Key, default value: Float? = nil) throws -> Float {
    try setting(key, default: value, mustBe: "above 0") { $0 > 0 && $0.isFinite }
  }

  /// Reads a finite number of at least zero.
  package func nonNegative(_ key: Key, default value: Float? = nil) throws -> Float {
    try setting(key, default: value, mustBe: "at least 0") { $0 >= 0 && $0.isFinite }
  }

  /// Reads a share that lies in [0, 1).
  package func share(_ key: Key, default value: Float? = nil) throws -> Float {
    try dropoutRate(key, default: value)
  }
}
