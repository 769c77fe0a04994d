extension DecodingSession {
  /// Returns the number, truth value or text that a node holds; nil when `type` is none of these.
  func scalar<T>(_ type: T.Type, from node: ConfigNode, at path: [String]) throws -> T? {
    switch type {
    case is String.Type: return try text(node, path) as? T
    case is Bool.Type: return try truth(node, path) as? T
    case is Double.Type: return try number(Double.self, node, path) as? T
    case is Float.Type: return try number(Float.self, node, path) as? T
    case is Int.Type: return try whole(Int.self, node, path) as? T
    case is Int64.Type: return try whole(Int64.self, node, path) as? T
    case is Int32.Type: return try whole(Int32.self, node, path) as? T
    case is Int16.Type: return try whole(Int16.self, node, path) as? T
    case is Int8.Type: return try whole(Int8.self, node, path) as? T
    case is UInt.Type: return try whole(UInt.self, node, path) as? T
    case is UInt64.Type: return try whole(UInt64.self, node, path) as? T
    case is UInt32.Type: return try whole(UInt32.self, node, path) as? T
    case is UInt16.Type: return try whole(UInt16.self, node, path) as? T
    case is UInt8.Type: return try whole(UInt8.self, node, path) as? T
    default: return nil
    }
  }

  private func text(_ node: ConfigNode, _ path: [String]) throws -> String {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      throw wrongType("text", node, path)
    }
    return text
  }

  private func truth(_ node: ConfigNode, _ path: [String]) throws -> Bool {
    switch node.content {
    case .scalar("true", isQuoted: false): return true
    case .scalar("false", isQuoted: false): return false
    default: throw wrongType("true or false", node, path)
    }
  }

  private func number<T: BinaryFloatingPoint & LosslessStringConvertible>(
    _ type: T.Type, _ node: ConfigNode, _ path: [String]
  ) throws -> T {
    guard case .scalar(let text, isQuoted: false) = node.content, isDecimal(text),
      let value = T(text)
    else { throw wrongType("a number", node, path) }
    guard value.isFinite else { throw wrongType("a number that is not so large", node, path) }
    return value
  }

  /// Whether text is a number as people write it: no `nan`, no `inf`, no hexadecimal.
  private func isDecimal(_ text: String) -> Bool {
    text.contains(where: \.isNumber) && text.allSatisfy { "0123456789+-.eE".contains($0) }
  }

  private func whole<T: FixedWidthInteger>(
    _ type: T.Type, _ node: ConfigNode, _ path: [String]
  ) throws -> T {
    let expected = T.isSigned ? "a whole number" : "a whole number from 0 up"
    guard case .scalar(let text, isQuoted: false) = node.content else {
      throw wrongType(expected, node, path)
    }
    if let value = T(text) { return value }
    let digits = text.drop { $0 == "-" || $0 == "+" }
    if !digits.isEmpty, digits.allSatisfy({ "0123456789".contains($0) }) {
      throw wrongType("a whole number from \(T.min) to \(T.max)", node, path)
    }
    throw wrongType(expected, node, path)
  }

  func wrongType(_ expected: String, _ node: ConfigNode, _ path: [String]) -> ConfigError {
    ConfigError(
      place: node.place, path: ConfigPath(path),
      problem: .wrongType(expected: expected, received: node.received))
  }
}
