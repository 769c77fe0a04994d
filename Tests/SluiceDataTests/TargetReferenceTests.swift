import Foundation
import SluiceTensor
import Testing

@testable import SluiceData

/// Targets told relative to a reference: minutes of readings with a gap of an hour in row 30.
@Suite struct TargetReferenceTests {
  private static let minute: Int64 = 60_000_000

  private let series: Series

  init() {
    var random = RandomStreams(seed: 3).stream("reference")
    let values = (0..<61).map { row in
      5 + 0.1 * Float(row) + (row % 7 == 3 ? 2 : 0) + random.uniform()
    }
    series = Series(
      columns: [Column("y", values), Column("x", values.map { $0 * $0 })],
      timestamps: (0..<61).map { Self.minute * Int64($0 + ($0 >= 30 ? 60 : 0) + 1000) })
  }

  private var readings: [Float] { series["y"]?.values ?? [] }

  private func fitted(
    _ rule: TargetReference, steps: [Int] = [1, 2, 3], curve: FittedTransform? = nil
  ) throws -> FittedReference {
    try rule.fitted(
      to: TrainingPart(unsplit: series),
      target: ColumnScale(column: "y", offset: 6, scale: 2, curve: curve),
      scaler: StandardScaler(), steps: steps, crossesGaps: false)
  }

  /// The references after each row, by a rule that looks at the readings themselves.
  private func expected(
    _ rule: (_ stretch: Range<Int>, _ row: Int, _ step: Int) -> Double?
  ) -> [[Double]?] {
    [0..<30, 30..<61].flatMap { stretch in
      stretch.map { row in
        let found = (1...3).compactMap { rule(stretch, row, $0) }
        return found.count == 3 ? found : nil
      }
    }
  }

  private func found(_ reference: FittedReference, from first: Int = 0) -> [[Double]?] {
    var history = ReferenceHistory(reference, steps: [1, 2, 3])
    return (first..<61).map { row in
      if row == 30 { history.reset() }
      history.push(readings[row], at: series.timestamps?[row])
      return history.references
    }
  }

  @Test(
    "The last reading, the last of the phase and the mean of the last are found in their stretch")
  func rules() throws {
    let y = readings
    #expect(try found(fitted(.lastReading)) == expected { _, row, _ in Double(y[row]) })
    let season = try found(fitted(.season(.rows(5))))
    #expect(
      season
        == expected { stretch, row, step in
          let place = row + step - 5
          // All phases of a season are asked for, before the first forecast is made.
          return row - 4 < stretch.lowerBound && place < stretch.lowerBound ? nil : Double(y[place])
        })
    #expect(season[1] == nil)
    // Two rows are less than three steps: the third is two seasons on.
    #expect(
      try found(fitted(.season(.rows(2))))
        == expected { stretch, row, step in
          row - 1 < stretch.lowerBound ? nil : Double(y[step == 2 ? row : row - 1])
        })
    let means = try found(fitted(.movingAverage(.rows(4))))
    for (row, mean) in means.enumerated() {
      let first = row < 30 ? 0 : 30
      guard row - first >= 3 else {
        #expect(mean == nil)
        continue
      }
      let expected = y[row - 3...row].reduce(0) { $0 + Double($1) } / 4
      #expect(try abs(#require(mean)[2] - expected) < 1e-9)
    }
    // What came before leaves nothing behind.
    #expect(try found(fitted(.movingAverage(.rows(4))), from: 11).dropFirst(3) == means[14...])
  }

  @Test("A line is the one of least squares, drawn on in time")
  func line() throws {
    let reference = try fitted(.line)
    let times = try #require(series.timestamps).map { Double($0) / Double(Self.minute) - 1000 }
    let y = readings.map { Double($0) }
    let n = 61.0
    let (mx, my) = (times.reduce(0, +) / n, y.reduce(0, +) / n)
    let slope =
      zip(times, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
      / times.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
    let references = found(reference)
    for (row, values) in references.enumerated() {
      let values = try #require(values)
      for step in 1...3 {
        let expected = my + slope * (times[row] + Double(step) - mx)
        #expect(abs(values[step - 1] - expected) < 1e-9)
      }
    }
    #expect(reference.origin == series.timestamps?[0])
    // It needs no reading.
    var history = ReferenceHistory(reference, steps: [1, 2, 3])
    history.push(.nan, at: series.timestamps?[7])
    #expect(history.references == references[7])
  }

  @Test("A missing reading is no reference, and begins a mean anew")
  func missing() throws {
    var history = ReferenceHistory(try fitted(.lastReading), steps: [1])
    history.push(3, at: 0)
    #expect(history.references == [3])
    history.push(.nan, at: 1)
    #expect(history.references == nil)
    var mean = ReferenceHistory(try fitted(.movingAverage(.rows(2))), steps: [1])
    for (value, expected) in [
      (1, nil), (3, 2), (Float.nan, nil), (5, nil), (9, 7),
    ] as [(Float, Double?)] {
      mean.push(value, at: 0)
      #expect(mean.references?.first == expected)
    }
  }

  @Test(
    "Windows have differences as targets, and forecasts come back in the target's own unit",
    arguments: [
      TargetReference.lastReading, .season(.rows(9)), .movingAverage(.time("6 min")), .line,
    ], [FittedTransform?.none, .log1p(least: 0), .boxCox(lambda: 0.4)])
  func windows(rule: TargetReference, curve: FittedTransform?) throws {
    let reference = try fitted(rule, curve: curve)
    let scaled = try StandardScaler().fitted(to: TrainingPart(unsplit: series)).transform(series)
    let options = WindowOptions(lookback: 4, horizon: 3, steps: .all)
    let all = try Windows(
      HeldOutPart(unsplit: scaled), inputs: ["x"], target: "y", options: options)
    let windows = try all.relative(to: reference, in: series)
    let needed = max(reference.rows, 4)
    #expect(windows.count == (30 - needed - 2) + (31 - needed - 2))
    #expect(windows.leftOutWithoutReference == all.count - windows.count)
    let targets = windows.allTargets
    let references = try #require(windows.references)
    #expect(targets.count == 3 * windows.count)
    // The differences of all windows have a mean of 0 and a deviation of 1, but for the rows that have
    // a reference before a whole window.
    if reference.rows >= 4 {
      let mean = targets.reduce(0, +) / Float(targets.count)
      #expect(abs(mean) < 1e-5)
    }
    let every = windows.selecting([5, 2])
    for (place, window) in [5, 2].enumerated() {
      let rows = windows.targetRows(window)
      for (step, row) in rows.enumerated() {
        let target = targets[window * 3 + step]
        #expect(every.allTargets[place * 3 + step] == target)
        let own = try #require(every.references)[place * 3 + step]
        #expect(own == references[window * 3 + step])
        let back = reference.forecast(target, from: own)
        #expect(abs(back - readings[row]) < 2e-5)
        let bent = curve?.applied(to: Double(readings[row])) ?? Double(readings[row])
        let difference = (bent - own - reference.scale.offset) / reference.scale.scale
        #expect(abs(Double(target) - difference) < 1e-5)
        let rise =
          reference.forecast(target + 0.01, from: own)
          - reference.forecast(target - 0.01, from: own)
        #expect(abs(rise / 0.02 - reference.slope(atOutput: target, from: own)) < 2e-2)
      }
    }
    // What the baselines see stays the target itself.
    let own = try scaled.column("y")
    windows.withReadings { _, target in #expect(target?[20] == own[20]) }
    // For the future the windows have references, too, the last row's among them.
    let future = try Windows(history: scaled, inputs: ["x"], options: options)
      .relative(to: reference, in: series)
    #expect(future.inputRows(future.count - 1).upperBound == 61)
    #expect(future.references?.count == 3 * future.count)
  }

  @Test("A part looks back on rows before it, and nothing is learnt from rows behind")
  func parts() throws {
    let split = try Split(series, train: 0..<25, test: 40..<61)
    let rule = TargetReference.season(.rows(8))
    let reference = try rule.fitted(
      to: split.train, target: ColumnScale(column: "y", offset: 0, scale: 1),
      scaler: StandardScaler(), steps: [1], crossesGaps: false)
    var differences: [Double] = []
    for row in 8..<25 { differences.append(Double(readings[row]) - Double(readings[row - 8])) }
    #expect(abs(reference.scale.offset - differences.reduce(0, +) / 17) < 1e-6)
    let windows = try Windows(
      split.test, inputs: ["y"], target: "y", options: WindowOptions(lookback: 2)
    ).relative(to: reference, in: series)
    #expect(windows.leftOutWithoutReference == 0)
    #expect(windows.references?[0] == Double(readings[42 - 8]))
  }

  @Test("What cannot be is said")
  func errors() throws {
    #expect(throws: ReferenceError.notWholeRows(length: "90 s", interval: Self.minute)) {
      try fitted(.season(.time("90 s")))
    }
    #expect(throws: ReferenceError.tooShort(column: "y", needed: 43, longest: 31)) {
      try fitted(.season(.rows(40)))
    }
    let noClock = TrainingPart(unsplit: Series(columns: series.columns))
    let scale = ColumnScale(column: "y", offset: 0, scale: 1)
    for rule in [TargetReference.line, .season(.time("5 min"))] {
      #expect {
        try rule.fitted(
          to: noClock, target: scale, scaler: NoScaler(), steps: [1], crossesGaps: false)
      } throws: { "\($0)".contains("needs time stamps") }
    }
    let reference = try fitted(.season(.rows(20)), steps: [1])
    let short = series.rows(0..<10)
    let windows = try Windows(
      HeldOutPart(unsplit: short), inputs: ["y"], target: "y", options: WindowOptions(lookback: 2))
    #expect(throws: ReferenceError.noWindow(column: "y", windows: 8, needed: 20)) {
      try windows.relative(to: reference, in: short)
    }
  }

  @Test("A rule is written as a word or with its length, and comes back fitted, too")
  func coding() throws {
    func decoded(_ json: String) throws -> TargetReference {
      try JSONDecoder().decode(TargetReference.self, from: Data(json.utf8))
    }
    #expect(try decoded("\"lastReading\"") == .lastReading)
    #expect(try decoded(#"{"season": 24}"#) == .season(.rows(24)))
    #expect(try decoded(#"{"movingAverage": "1 d 2 h"}"#) == .movingAverage(.time("1 d 2 h")))
    for rule in [
      TargetReference.lastReading, .line, .season(.rows(3)), .movingAverage(.time("2 min")),
    ] {
      let json = try JSONEncoder().encode(rule)
      #expect(try JSONDecoder().decode(TargetReference.self, from: json) == rule)
      let reference = try fitted(rule, curve: .yeoJohnson(lambda: 0.5))
      let data = try JSONEncoder().encode(reference)
      #expect(try JSONDecoder().decode(FittedReference.self, from: data) == reference)
    }
    for wrong in [
      "\"last\"", "\"season\"", #"{"season": 0}"#, #"{"season": "soon"}"#, #"{"season": []}"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") { try decoded(wrong) }
    }
  }
}
