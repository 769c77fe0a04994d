import Foundation

extension SafetensorsFile {
  /// One tensor in the header.
  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  /// The header: tensors by name, and the texts.
  private struct Header: Decodable {
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    private struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for name in container.allKeys {
        if name.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: name)
        } else {
          entries[name.stringValue] = try container.decode(Entry.self, forKey: name)
        }
      }
    }
  }

  /// Reads the content of a file that lies in memory and checks all of it.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: Where it came from, for messages.
  /// - Throws: ``SafetensorsError`` if it is not whole and consistent.
  package init(bytes: [UInt8], path: String) throws {
    guard bytes.count >= 8 else {
      throw SafetensorsError.truncated(path: path, expected: 8, found: bytes.count)
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= 100_000_000 else {
      throw SafetensorsError.header(
        path: path, reason: "its header claims \(length) bytes, more than any header has")
    }
    let start = 8 + Int(length)
    guard bytes.count >= start else {
      throw SafetensorsError.truncated(path: path, expected: start, found: bytes.count)
    }
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
    } catch {
      throw SafetensorsError.header(
        path: path, reason: "its header is not the JSON that the format asks for")
    }
    let places = try SafetensorsFile.checked(header.entries, path: path)
    let end = start + (places.last?.end ?? 0)
    guard bytes.count >= end else {
      throw SafetensorsError.truncated(path: path, expected: end, found: bytes.count)
    }
    guard bytes.count == end else {
      throw SafetensorsError.header(
        path: path, reason: "\(bytes.count - end) bytes follow its last tensor")
    }
    metadata = header.metadata
    tensors = [:]
    for place in places {
      tensors[place.name] = Tensor(unsafeUninitialized: place.shape) { buffer in
        bytes.withUnsafeBytes { source in
          for index in buffer.indices {
            buffer[index] = Float(
              bitPattern: UInt32(
                littleEndian: source.loadUnaligned(
                  fromByteOffset: start + place.begin + 4 * index, as: UInt32.self)))
          }
        }
      }
    }
  }

  /// The tensors in the order of their places, which must follow one another without gap or
  /// overlap.
  private static func checked(
    _ entries: [String: Entry], path: String
  ) throws -> [(name: String, shape: [Int], begin: Int, end: Int)] {
    var position = 0
    let ordered = entries.sorted {
      ($0.value.offsets, $0.key) < ($1.value.offsets, $1.key)
    }
    return try ordered.map { name, entry in
      func impossible(_ reason: String) -> SafetensorsError {
        .tensor(path: path, name: name, reason: reason)
      }
      guard entry.dtype == "F32" else {
        throw impossible("has type \(entry.dtype), but only F32 can be read")
      }
      var count = 1
      for extent in entry.shape {
        let (product, overflows) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflows, product < Int.max / 8 else {
          throw impossible("has the impossible shape \(entry.shape)")
        }
        count = product
      }
      guard entry.offsets.count == 2, entry.offsets[0] == position,
        entry.offsets[1] >= position
      else {
        throw impossible("lies at \(entry.offsets), where \(position) should be its beginning")
      }
      guard entry.offsets[1] - position == 4 * count else {
        throw impossible(
          "of shape \(entry.shape) has \(entry.offsets[1] - position) bytes, not \(4 * count)")
      }
      position = entry.offsets[1]
      return (name, entry.shape, entry.offsets[0], entry.offsets[1])
    }
  }
}

/// Orders lists of numbers by their first difference.
private func < (left: ([Int], String), right: ([Int], String)) -> Bool {
  if left.0 != right.0 { return left.0.lexicographicallyPrecedes(right.0) }
  return left.1 < right.1
}
