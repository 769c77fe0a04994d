/// What one row gives to a derived column: the readings of its sources, and the time.
struct SourceRow {
  var first: Float
  var second: Float
  var third: Float
  /// Microseconds since 1970 UTC; 0 without a clock.
  var time: Int64
}

/// A rule that makes one column from others, row by row, and looks back only.
///
/// A stream pushes one row after another; a whole column is made by ``run(_:stretches:)``, which pushes
/// the same rows into the same operator. So both have the same bits, whatever the rule computes.
protocol CausalOperator: Sendable {
  /// Forgets all rows: a new stretch begins.
  mutating func reset()

  /// Takes in the next row of the stretch and returns the column's value; NaN when it is not known.
  mutating func push(_ row: SourceRow) -> Float

  /// Returns the whole column.
  ///
  /// A requirement although all share one body, so that each operator has a loop of its own: called
  /// through an existential, a plain extension method would push every row through a witness table.
  func run(_ sources: SourceColumns, stretches: [Range<Int>]) -> [Float]
}

extension CausalOperator {
  /// The value after a row; NaN also for one that is infinite, such as a change that begins at 0.
  @inline(__always)
  mutating func next(_ row: SourceRow) -> Float {
    let value = push(row)
    return value - value == 0 ? value : .nan
  }

  func run(_ sources: SourceColumns, stretches: [Range<Int>]) -> [Float] {
    var state = self
    return sources.withPointers { pointers in
      [Float](unsafeUninitializedCapacity: sources.count) { result, count in
        result.initialize(repeating: .nan)
        for stretch in stretches {
          state.reset()
          for row in stretch { result[row] = state.next(pointers.row(row)) }
        }
        count = sources.count
      }
    }
  }
}

/// The columns that an operator runs down, at most three, and the clock.
struct SourceColumns {
  /// Where the readings lie; a source that a rule does not have repeats the first one.
  struct Pointers {
    let first: UnsafePointer<Float>
    let second: UnsafePointer<Float>
    let third: UnsafePointer<Float>
    let times: UnsafePointer<Int64>?

    @inline(__always)
    func row(_ row: Int) -> SourceRow {
      SourceRow(
        first: first[row], second: second[row], third: third[row], time: times?[row] ?? 0)
    }
  }

  let columns: [Column]
  let timestamps: Timestamps?
  let count: Int

  func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
    func readings(_ place: Int, _ next: (UnsafePointer<Float>) -> Result) -> Result {
      guard !columns.isEmpty else {
        return [Float](repeating: 0, count: count + 1).withUnsafeBufferPointer { next(base($0)) }
      }
      return columns[min(place, columns.count - 1)].withUnsafeBufferPointer { next(base($0)) }
    }
    return readings(0) { first in
      readings(1) { second in
        readings(2) { third in
          guard let timestamps else {
            return body(Pointers(first: first, second: second, third: third, times: nil))
          }
          return timestamps.withUnsafeBufferPointer { times in
            body(
              Pointers(first: first, second: second, third: third, times: times.baseAddress))
          }
        }
      }
    }
  }

  private func base(_ values: UnsafeBufferPointer<Float>) -> UnsafePointer<Float> {
    guard let base = values.baseAddress else {
      preconditionFailure("SourceColumns: a series without rows has no features")
    }
    return base
  }
}

/// One column that a derived feature adds.
struct DerivedColumn: Sendable {
  /// The column's name, such as `power lag 24`.
  let name: String
  /// The names of the columns that it is made from, at most three; none for one of time alone.
  let sources: [String]
  /// How many rows of a stretch it takes, without a missing reading, until there is a value.
  let rowsNeeded: Int
  /// Makes the rule, with nothing in its memory.
  let makeOperator: @Sendable () -> any CausalOperator
}
