/// Why a file is not a safetensors file that can be used.
public enum SafetensorsError: Error, Hashable, CustomStringConvertible {
  /// The file ends too early.
  case truncated(path: String, expected: Int, found: Int)
  /// The header is not what the format asks for.
  case header(path: String, reason: String)
  /// A tensor's entry in the header is impossible.
  case tensor(path: String, name: String, reason: String)

  /// The error in a sentence.
  public var description: String {
    switch self {
    case .truncated(let path, let expected, let found):
      return "\(path) is truncated: it should have \(expected) bytes but has \(found)."
    case .header(let path, let reason):
      return "\(path) is not a safetensors file: \(reason)."
    case .tensor(let path, let name, let reason):
      return "\(path) is damaged: tensor \"\(name)\" \(reason)."
    }
  }
}
