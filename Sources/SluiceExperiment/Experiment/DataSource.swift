import SluiceData
import SluiceTensor

/// Where the readings of an experiment come from, and which of them it uses.
public struct DataSource: Codable, Hashable, Sendable {
  /// The file; `--data` on the command line takes its place.
  public var path: String?

  /// A made-up series in place of a file: its usual rows, with the generator's first seed.
  public var generate: Generator?

  /// How the file is to be understood; what is not said is found out.
  public var reader: ReaderOptions

  /// The first moment used; nil begins with the first row.
  public var from: Moment?

  /// The first moment not used any more; nil goes on to the last row.
  public var to: Moment?

  /// The most rows used, counted after cleaning; nil uses all.
  public var rows: Int?

  /// Creates a source.
  public init(
    path: String? = nil, generate: Generator? = nil, reader: ReaderOptions = ReaderOptions(),
    from: Moment? = nil, to: Moment? = nil, rows: Int? = nil
  ) {
    self.path = path
    self.generate = generate
    self.reader = reader
    self.from = from
    self.to = to
    self.rows = rows
  }

  /// Decodes a source; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    path = try container.decodeIfPresent(String.self, forKey: .path)
    generate = try container.decodeIfPresent(Generator.self, forKey: .generate)
    if path != nil, generate != nil {
      throw DecodingError.dataCorruptedError(
        forKey: .generate, in: container,
        debugDescription: "must not stand beside data.path: read a file or make a series")
    }
    reader = try container.setting(.reader, default: ReaderOptions())
    from = try container.decodeIfPresent(Moment.self, forKey: .from)
    to = try container.decodeIfPresent(Moment.self, forKey: .to)
    rows = try container.optionalCount(.rows)
    if let from, let to, to.microseconds <= from.microseconds {
      throw DecodingError.dataCorruptedError(
        forKey: .to, in: container, debugDescription: "must come after data.from (\(from))")
    }
  }
  /// Whether it says where readings come from.
  public var isKnown: Bool { path != nil || generate != nil }

  /// What the readings are called: the file's name, or the generator's.
  public var title: String {
    path.map { String($0.split(separator: "/").last ?? "") } ?? generate?.name ?? ""
  }

  /// Takes the readings from a file, whatever was said before.
  public mutating func read(from path: String) {
    self.path = path
    generate = nil
  }
}
