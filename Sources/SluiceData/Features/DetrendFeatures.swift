import SluiceTensor

extension DerivedFeature {
  /// Readings less the mean of the last rows, the present one among them: what a column does beside its
  /// slow course.
  public struct Detrend: Codable, Hashable, Sendable {
    /// The column.
    public let column: String
    /// The number of rows of the mean, at least 2.
    public let window: Int

    /// Takes the mean of the last rows off a column.
    ///
    /// - Precondition: A window of at least 2 rows.
    public init(column: String, window: Int) {
      precondition(window >= 2, "Detrend: window \(window)")
      self.column = column
      self.window = window
    }

    private enum CodingKeys: String, CodingKey { case column, window }

    /// Decodes the settings.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      window = try container.count(.window, least: 2)
    }

    var columns: [DerivedColumn] {
      let window = window
      return [
        DerivedColumn(
          name: "\(column) detrend \(window)", sources: [column], rowsNeeded: window,
          makeOperator: { DetrendOperator(window: window) })
      ]
    }
  }
}

/// A reading less the mean of the last rows.
struct DetrendOperator: CausalOperator {
  private var moments: RollingMoments

  init(window: Int) { moments = RollingMoments(window: window) }

  mutating func reset() { moments.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    guard moments.push(row.first, withSquares: false) else { return .nan }
    return Float(Double(row.first) - moments.mean)
  }
}
