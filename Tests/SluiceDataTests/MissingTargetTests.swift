import SluiceTensor
import Testing

@testable import SluiceData

/// Windows over a target that misses readings.
@Suite struct MissingTargetTests {
  private func windows(
    _ target: [Float], horizon: Int = 2, steps: HorizonSteps = .all, warmUp: WarmUp = .none,
    missingTargets: MissingTargets = .mask
  ) throws -> Windows {
    let series = Series(columns: [
      Column("x", target.indices.map { Float($0) }), Column("y", target),
    ])
    return try Windows(
      TrainingPart(unsplit: series), inputs: ["x"], target: "y",
      options: WindowOptions(lookback: 2, horizon: horizon, steps: steps), warmUp: warmUp,
      missingTargets: missingTargets)
  }

  /// The targets, 99 where one is missing.
  private func targets(_ windows: Windows) -> [Float] {
    windows.allTargets.map { $0.isNaN ? 99 : $0 }
  }

  private let holed: [Float] = [0, 1, 2, .nan, .nan, 5, 6, 7]

  @Test("Windows of which a target is known stay, with NaN for the others")
  func someKnown() throws {
    let windows = try windows(holed)
    #expect(windows.hasMissingTargets)
    // The window that ends with row 2 would forecast rows 3 and 4.
    #expect((0..<windows.count).map { windows.inputRows($0) } == [0..<2, 2..<4, 3..<5, 4..<6])
    #expect(targets(windows) == [2, 99, 99, 5, 5, 6, 6, 7])
    #expect(windows.batchInputs([1]).values == [2, 3])
  }

  @Test("A window of one target is not there when that is missing")
  func oneTarget() throws {
    let windows = try windows(holed, steps: .last)
    #expect(targets(windows) == [5, 6, 7])
    #expect(windows.inputRows(0) == 2..<4)
  }

  @Test("Short windows keep their lengths")
  func shortWindows() throws {
    let windows = try windows([0, .nan, .nan, .nan, 4, 5, 6], warmUp: .trueLength)
    #expect((0..<windows.count).map { windows.inputRows($0) } == [1..<3, 2..<4, 3..<5])
    let longer = Series(columns: [
      Column("x", (0..<6).map { Float($0) }), Column("y", [0, 1, .nan, 3, 4, 5]),
    ])
    let short = try Windows(
      TrainingPart(unsplit: longer), inputs: ["x"], target: "y",
      options: WindowOptions(lookback: 4), warmUp: .trueLength, missingTargets: .mask)
    #expect((0..<short.count).map { short.length($0) } == [3, 4, 4])
    #expect(short.lengths([0, 1, 2]) == [3, 4, 4])
  }

  @Test("Windows before the first known target are left out: nothing can be told from its past")
  func leading() throws {
    let windows = try windows([.nan, .nan, .nan, 3, 4, 5, 6])
    #expect((0..<windows.count).map { windows.inputRows($0) } == [2..<4, 3..<5])
    #expect(targets(windows) == [4, 5, 5, 6])
  }

  @Test("Where none is missing, or they are dropped, nothing changes")
  func unchanged() throws {
    let whole: [Float] = [0, 1, 2, 3, 4, 5, 6, 7]
    let masked = try windows(whole)
    #expect(!masked.hasMissingTargets)
    #expect(masked.allTargets == (try windows(whole, missingTargets: .drop)).allTargets)
    #expect(throws: SeriesError.missingValues(column: "y", count: 2, firstRow: 3)) {
      try windows(holed, missingTargets: .drop)
    }
  }

  @Test("No known target at all, and an infinite one, are errors")
  func refused() throws {
    let error = WindowError.noKnownTarget(column: "y", rows: 6)
    #expect(throws: error) { try windows([0, .nan, .nan, .nan, .nan, .nan]) }
    #expect(error.description.contains("None of the windows in these 6 rows"))
    #expect(throws: SeriesError.infiniteValue(column: "y", row: 4)) {
      try windows([0, 1, .nan, 3, .infinity, 5, 6])
    }
  }
}
