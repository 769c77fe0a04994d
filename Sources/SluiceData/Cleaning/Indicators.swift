/// Further inputs that say where readings were missing: 1 where one was, else 0.
///
/// They tell of readings as they were before the fill: those that were not read, and those that a rolling
/// rule for outliers marked as missing. In experiment files they are written as `true` or as a list of
/// features.
public enum Indicators: Hashable, Sendable {
  /// One for each feature.
  case all
  /// One for each of some features.
  case columns([String])

  /// Returns the features that have an indicator, of all.
  package func columns(of features: [String]) -> [String] {
    switch self {
    case .all: features
    case .columns(let names): names
    }
  }

  /// Returns the name of a column's indicator.
  public static func name(of column: String) -> String { column + "_missing" }
}

extension Indicators: Codable {
  /// Decodes `true`, or a list of columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if (try? container.decode(Bool.self)) == true {
      self = .all
      return
    }
    guard let names = try? container.decode([String].self), !names.isEmpty,
      Set(names).count == names.count
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "must be true, for all features, or a list of different columns")
    }
    self = .columns(names)
  }

  /// Encodes `true`, or the list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .all: try container.encode(true)
    case .columns(let names): try container.encode(names)
    }
  }
}

extension Series {
  /// Returns the series with a column for each of some: 1 where its reading is missing, else 0.
  ///
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``; ``FeatureError/duplicateName(_:)``
  ///   where the series has a column of an indicator's name.
  package func addingIndicators(of names: [String]) throws -> Series {
    adding(
      try names.map { name in
        let indicator = Indicators.name(of: name)
        if self[indicator] != nil { throw FeatureError.duplicateName(indicator) }
        return Column(
          indicator,
          try column(name).withUnsafeBufferPointer { $0.map { $0.isNaN ? 1 : 0 } })
      })
  }
}
