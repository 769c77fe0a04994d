import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the system's time zone files.
///
/// - Source: RFC 8536, "The Time Zone Information Format (TZif)".
enum ZoneFile {
  private static let folder = "/usr/share/zoneinfo/"

  /// Returns the rules of a zone; nil when this machine does not know it.
  static func rules(named name: String) -> ZoneRules? {
    if name == "UTC" || name == "Z" { return ZoneRules(name: name, changes: [], offsets: [0]) }
    let isPlain = name.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return character.isLetter || character.isNumber || "/_+-".contains(character)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("/"), let bytes = contents(folder + name) else {
      return nil
    }
    return parse(bytes, name: name)
  }

  /// Returns the known name that is nearest to an unknown one.
  static func nearestName(to name: String) -> String? {
    let region = name.split(separator: "/").dropLast().joined(separator: "/")
    let regions = entries(folder)
    if region.isEmpty || !regions.contains(region) {
      if let city = Spelling.nearest(to: name, in: regions) { return city }
      return nil
    }
    return Spelling.nearest(to: name, in: entries(folder + region).map { region + "/" + $0 })
  }

  /// Parses the bytes of a TZif file; nil when they are something else.
  static func parse(_ bytes: [UInt8], name: String) -> ZoneRules? {
    guard let first = Header(bytes, at: 0) else { return nil }
    // Version 1 counts in 32 bits; later versions repeat the data in 64 bits behind it.
    var start = Header.size
    var header = first
    var width = 4
    if first.version >= 2 {
      let second = Header.size + first.dataSize(width: 4)
      guard let wide = Header(bytes, at: second) else { return nil }
      (header, width, start) = (wide, 8, second + Header.size)
    }
    guard bytes.count >= start + header.dataSize(width: width), header.types > 0 else {
      return nil
    }
    let kindsAt = start + header.changes * width
    let typesAt = kindsAt + header.changes
    let typeOffsets = (0..<header.types).map { signed(bytes, typesAt + $0 * 6, 4) }
    var changes: [Int64] = []
    var offsets = [typeOffsets[0]]
    for index in 0..<header.changes {
      let kind = Int(bytes[kindsAt + index])
      guard kind < typeOffsets.count else { return nil }
      changes.append(signed(bytes, start + index * width, width))
      offsets.append(typeOffsets[kind])
    }
    if width == 8 {
      let footer = bytes[(start + header.dataSize(width: width))...]
      let text = String(decoding: footer.dropFirst().prefix { $0 != 10 }, as: UTF8.self)
      if let rule = ZoneRule(text) { rule.extend(&changes, &offsets) }
    }
    return ZoneRules(name: name, changes: changes, offsets: offsets)
  }

  private struct Header {
    static let size = 44
    let version: Int
    let changes: Int
    let types: Int
    private let others: (utc: Int, standard: Int, leaps: Int, characters: Int)

    init?(_ bytes: [UInt8], at start: Int) {
      guard bytes.count >= start + Header.size,
        Array(bytes[start..<start + 4]) == Array("TZif".utf8)
      else { return nil }
      func count(_ place: Int) -> Int { Int(signed(bytes, start + 20 + place * 4, 4)) }
      let version = bytes[start + 4]
      self.version = version == 0 ? 1 : Int(version) - 48
      others = (count(0), count(1), count(2), count(5))
      changes = count(3)
      types = count(4)
      guard (0..<6).allSatisfy({ count($0) >= 0 }) else { return nil }
    }

    func dataSize(width: Int) -> Int {
      changes * width + changes + types * 6 + others.characters + others.leaps * (width + 4)
        + others.standard + others.utc
    }
  }

  private static func signed(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int64 {
    var value: Int64 = bytes[start] & 0x80 == 0 ? 0 : -1
    for place in 0..<width { value = value << 8 | Int64(bytes[start + place]) }
    return value
  }

  private static func contents(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let read = fread(&buffer, 1, buffer.count, file)
      if read == 0 { return bytes.isEmpty ? nil : bytes }
      bytes += buffer[0..<read]
    }
  }

  private static func entries(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
