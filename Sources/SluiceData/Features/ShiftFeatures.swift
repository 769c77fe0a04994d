import Foundation
import SluiceTensor

extension DerivedFeature {
  /// A column and the distances in rows over which one looks back on it, or ahead.
  public struct Shift: Codable, Hashable, Sendable {
    /// The column.
    public let column: String
    /// How many rows one looks back, or ahead, each at least 1.
    public let by: [Int]

    /// Looks back on a column, or ahead.
    ///
    /// - Precondition: At least one distance, each at least 1.
    public init(column: String, by: [Int] = [1]) {
      precondition(!by.isEmpty && by.allSatisfy { $0 >= 1 }, "Shift: by \(by)")
      self.column = column
      self.by = by
    }

    private enum CodingKeys: String, CodingKey { case column, by }

    /// Decodes the settings; `by` is a number of rows or a list of them, 1 unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      if !container.contains(.by) {
        by = [1]
      } else if let one = try? container.decode(Int.self, forKey: .by) {
        by = [one]
      } else {
        by = try container.decode([Int].self, forKey: .by)
      }
      guard !by.isEmpty, by.allSatisfy({ (1...Limits.count).contains($0) }) else {
        throw DecodingError.dataCorruptedError(
          forKey: .by, in: container,
          debugDescription: "must be a number of rows from 1 to \(Limits.count), or a list of such "
            + "numbers, found \(by)")
      }
    }

    func columns(
      _ word: String, _ makeOperator: @escaping @Sendable (Int) -> any CausalOperator
    ) -> [DerivedColumn] {
      by.map { rows in
        DerivedColumn(
          name: "\(column) \(word) \(rows)", sources: [column], rowsNeeded: rows + 1,
          makeOperator: { makeOperator(rows) })
      }
    }
  }
}

/// The reading of some rows ago.
struct LagOperator: CausalOperator {
  private var ring: RowRing

  init(rows: Int) { ring = RowRing(capacity: rows) }

  mutating func reset() { ring.removeAll() }

  mutating func push(_ row: SourceRow) -> Float { ring.replaceOldest(by: row.first) ?? .nan }
}

/// A reading less that of some rows ago.
struct DifferenceOperator: CausalOperator {
  private var lag: LagOperator

  init(rows: Int) { lag = LagOperator(rows: rows) }

  mutating func reset() { lag.reset() }

  mutating func push(_ row: SourceRow) -> Float { row.first - lag.push(row) }
}

/// The share by which a reading exceeds that of some rows ago: 0.1 is 10 %.
struct PercentChangeOperator: CausalOperator {
  private var lag: LagOperator

  init(rows: Int) { lag = LagOperator(rows: rows) }

  mutating func reset() { lag.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    Float(Double(row.first) / Double(lag.push(row)) - 1)
  }
}

/// The natural logarithm of the ratio of a reading to that of some rows ago.
struct LogReturnOperator: CausalOperator {
  private var lag: LagOperator

  init(rows: Int) { lag = LagOperator(rows: rows) }

  mutating func reset() { lag.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    let before = lag.push(row)
    guard before > 0, row.first > 0 else { return .nan }
    return Float(log(Double(row.first) / Double(before)))
  }
}
