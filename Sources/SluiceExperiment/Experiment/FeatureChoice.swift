import SluiceData
import SluiceModels

/// What the model looks at.
public struct FeatureChoice: Codable, Hashable, Sendable {
  /// The columns of the file; nil takes the target alone.
  ///
  /// There may be none where something is derived.
  public var columns: [String]?

  /// Columns derived from columns of the file, which need not be looked at themselves; nil for none.
  public var derived: DerivedFeatures?

  /// The columns of the file whose later readings are known when an answer is wanted; nil for none.
  public var knownAhead: [String]?

  /// Sine and cosine of calendar cycles as further inputs; nil for none.
  public var calendar: CalendarFeatures?

  /// By what rule some of them are left out before training; nil keeps all.
  public var select: FeatureSelection?

  enum CodingKeys: String, CodingKey { case columns, derived, knownAhead, calendar, select }

  /// Creates a choice.
  public init(
    columns: [String]? = nil, derived: DerivedFeatures? = nil, knownAhead: [String]? = nil,
    calendar: CalendarFeatures? = nil, select: FeatureSelection? = nil
  ) {
    self.columns = columns
    self.derived = derived
    self.knownAhead = knownAhead
    self.calendar = calendar
    self.select = select
  }

  /// Decodes a choice; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decodeIfPresent([String].self, forKey: .columns)
    derived = try container.decodeIfPresent(DerivedFeatures.self, forKey: .derived)
    knownAhead = try container.decodeIfPresent([String].self, forKey: .knownAhead)
    calendar = try container.decodeIfPresent(CalendarFeatures.self, forKey: .calendar)
    select = try container.decodeIfPresent(FeatureSelection.self, forKey: .select)
    if columns?.isEmpty == true, derived == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container,
        debugDescription: "must name at least one column, where none is derived")
    }
    for (key, names) in [(CodingKeys.columns, columns ?? []), (.knownAhead, knownAhead ?? [])] {
      let twice = names.first { name in names.filter { $0 == name }.count > 1 }
      guard let twice else { continue }
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "names the column '\(twice)' twice")
    }
  }
}
