/// Named tensors and named texts in one file, in the safetensors format, Float32 only.
///
/// The file begins with the length of its header in 8 bytes, little-endian; the header is JSON that
/// gives each tensor's type, shape and place, and the texts under `__metadata__`; then come the
/// numbers. The same content always gives the same bytes.
///
/// - Source: <https://github.com/huggingface/safetensors>.
public struct SafetensorsFile: Sendable {
  /// Texts by name.
  public var metadata: [String: String]
  /// Tensors by name.
  public var tensors: [String: Tensor]

  /// Collects the content of a file.
  public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// Reads a file and checks all of it.
  ///
  /// - Throws: ``FileError`` if it cannot be read, ``SafetensorsError`` if it is not whole and
  ///   consistent.
  public init(reading path: String) throws {
    try self.init(bytes: WholeFile.read(path), path: path)
  }

  /// Writes the file beside its name and renames it into place.
  ///
  /// - Throws: ``FileError``, such as for a full disk or a read-only place.
  public func write(to path: String) throws(FileError) {
    let file = try WholeFile(path)
    try file.write(bytes: header())
    for (_, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      try file.write(floats: tensor)
    }
    try file.finish()
  }

  private func header() -> [UInt8] {
    var entries: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }
        .map { "\(SafetensorsFile.quoted($0.key)):\(SafetensorsFile.quoted($0.value))" }
      entries.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var offset = 0
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let end = offset + tensor.count * 4
      let shape = tensor.shape.map { "\($0)" }.joined(separator: ",")
      entries.append(
        "\(SafetensorsFile.quoted(name)):"
          + "{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var json = Array("{\(entries.joined(separator: ","))}".utf8)
    // Padding with spaces keeps the numbers aligned for readers that map the file.
    while json.count % 8 != 0 { json.append(0x20) }
    let length = UInt64(json.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + json
  }

  /// A text as a JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension WholeFile {
  /// Appends bytes.
  fileprivate func write(bytes: [UInt8]) throws(FileError) {
    var failure: FileError?
    bytes.withUnsafeBytes { buffer in
      do throws(FileError) { try write(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Appends the elements of a tensor, little-endian.
  fileprivate func write(floats tensor: Tensor) throws(FileError) {
    #if _endian(big)
      try write(
        bytes: tensor.values.flatMap { value in
          (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
        })
    #else
      defer { withExtendedLifetime(tensor) {} }
      try write(UnsafeRawBufferPointer(start: tensor.storage.pointer, count: tensor.count * 4))
    #endif
  }
}
