import SluiceData
import SluiceTensor
import Testing

@Suite struct WindowsTests {
  /// Minute readings 0, 1, 2...; `gapBefore` names rows that come an hour late.
  private func series(_ count: Int, gapBefore: Set<Int> = []) -> Series {
    var time: Int64 = 0
    var stamps: [Int64] = []
    for row in 0..<count {
      time += gapBefore.contains(row) ? 3_600_000_000 : 60_000_000
      stamps.append(time)
    }
    return Series(
      columns: [
        Column("x", (0..<count).map(Float.init)),
        Column("y", (0..<count).map { Float($0) * 10 }),
      ],
      timestamps: stamps)
  }

  private func inputs(_ windows: Windows, _ indices: [Int]) -> [Float] {
    let inputs = windows.batchInputs(indices[...])
    #expect(inputs.shape == [indices.count, windows.options.lookback, windows.inputs.count])
    return inputs.values
  }

  @Test("The household training part has 16,359 windows, one more than the notebook's loop")
  func householdCount() throws {
    let split = try Split(series(20_492), trainFraction: 0.8)
    let options = WindowOptions(lookback: 30, horizon: 5)
    #expect(split.train.count == 16_393)
    #expect(split.test.count == 4099)
    let windows = try Windows(split.train, inputs: ["x"], target: "x", options: options)
    #expect(windows.count == 16_359)
    let (train, validation) = try windows.split(validationFraction: 0.05)
    #expect(train.count == 15_541)
    #expect(validation.count == 818)
    #expect(validation.inputRows(0) == 15_541..<15_571)
  }

  @Test("The warm-up rules give 4,065, 4,093, 4,092 and 4,099 windows over 4,099 test rows")
  func warmUpCounts() throws {
    let split = try Split(series(20_492), trainFraction: 0.8)
    let options = WindowOptions(lookback: 30, horizon: 5)
    func count(_ warmUp: WarmUp) throws -> Int {
      try Windows(split.test, inputs: ["x"], target: "x", options: options, warmUp: warmUp).count
    }
    #expect(try count(.none) == 4065)
    #expect(try count(.trueLength) == 4093)
    #expect(try count(.zeroPadded) == 4092)
    #expect(try count(.history) == 4099)
  }

  @Test("A window holds its readings and the value that lies the horizon behind its last row")
  func values() throws {
    let part = TrainingPart(unsplit: series(11))
    let options = WindowOptions(lookback: 3, horizon: 2)
    let windows = try Windows(part, inputs: ["x", "y"], target: "y", options: options)
    #expect(windows.count == 7)
    #expect(inputs(windows, [6, 0]) == [6, 60, 7, 70, 8, 80, 0, 0, 1, 10, 2, 20])
    #expect(windows.allTargets == [40, 50, 60, 70, 80, 90, 100])
    #expect(windows.inputRows(6) == 6..<9)
    #expect(windows.targetRows(6) == 10..<11)
  }

  @Test("With all steps the target is every value up to the horizon")
  func allSteps() throws {
    let part = TrainingPart(unsplit: series(7))
    let options = WindowOptions(lookback: 2, horizon: 3, steps: .all)
    let windows = try Windows(part, inputs: ["x"], target: "x", options: options)
    #expect(windows.count == 3)
    #expect(windows.allTargets == [2, 3, 4, 3, 4, 5, 4, 5, 6])
    #expect(windows.targetRows(2) == 4..<7)
  }

  @Test("The count follows the closed form for every small size")
  func closedForm() throws {
    for rows in 1...23 {
      for lookback in [1, 2, 5] {
        for horizon in [1, 3] {
          for step in [1, 2, 7] {
            let options = WindowOptions(lookback: lookback, horizon: horizon, stride: step)
            let part = TrainingPart(unsplit: series(rows))
            let free = rows - lookback - horizon
            let windows = try? Windows(part, inputs: ["x"], target: "x", options: options)
            #expect((windows?.count ?? 0) == (free < 0 ? 0 : free / step + 1))
          }
        }
      }
    }
  }

  @Test("No window and no way to a target crosses a gap in the clock")
  func gaps() throws {
    let part = TrainingPart(unsplit: series(17, gapBefore: [7, 9]))
    let options = WindowOptions(lookback: 3, horizon: 2)
    let windows = try Windows(part, inputs: ["x"], target: "x", options: options)
    // Stretches of 7, 2 and 8 rows: 3, 0 and 4 windows.
    let firstRows = (0..<windows.count).map { windows.inputRows($0).lowerBound }
    #expect(firstRows == [0, 1, 2, 9, 10, 11, 12])
    var crossing = options
    crossing.crossesGaps = true
    #expect(try Windows(part, inputs: ["x"], target: "x", options: crossing).count == 13)
  }

  @Test("A short window of true length is left-aligned and followed by zeros")
  func trueLength() throws {
    let part = HeldOutPart(unsplit: series(7))
    let options = WindowOptions(lookback: 4, horizon: 1)
    let windows = try Windows(
      part, inputs: ["y"], target: "y", options: options, warmUp: .trueLength)
    #expect(windows.count == 5)
    #expect(inputs(windows, [0, 1, 2]) == [0, 10, 0, 0, 0, 10, 20, 0, 0, 10, 20, 30])
    #expect((0..<5).map(windows.length) == [2, 3, 4, 4, 4])
    #expect(windows.allTargets == [20, 30, 40, 50, 60])
  }

  @Test("A zero-padded window has its zeros in front, and the notebook's last window is left out")
  func zeroPadded() throws {
    let part = HeldOutPart(unsplit: series(7))
    let options = WindowOptions(lookback: 4, horizon: 1)
    let windows = try Windows(
      part, inputs: ["y"], target: "y", options: options, warmUp: .zeroPadded)
    #expect(windows.count == 4)
    #expect(inputs(windows, [0, 2]) == [0, 0, 0, 10, 0, 10, 20, 30])
    #expect(windows.allTargets == [20, 30, 40, 50])
  }

  @Test("With history every test row is a target, and windows reach back into the training rows")
  func history() throws {
    let split = try Split(series(13), train: 0..<8, test: 8..<13)
    let last = try Windows(
      split.test, inputs: ["x"], target: "x", options: WindowOptions(lookback: 3, horizon: 2),
      warmUp: .history)
    #expect(last.allTargets == [8, 9, 10, 11, 12])
    #expect(inputs(last, [0]) == [4, 5, 6])
    let all = try Windows(
      split.test, inputs: ["x"], target: "x",
      options: WindowOptions(lookback: 3, horizon: 2, steps: .all), warmUp: .history)
    #expect(all.count == 4)
    #expect(inputs(all, [0]) == [5, 6, 7])
    #expect(all.allTargets.prefix(2) == [8, 9])
  }

  @Test("Prediction needs no target rows: the last window ends with the last row")
  func prediction() throws {
    let options = WindowOptions(lookback: 3, horizon: 5)
    let windows = try Windows(history: series(9), inputs: ["x"], options: options)
    #expect(windows.count == 7)
    #expect(windows.inputRows(6) == 6..<9)
    #expect(windows.targetTimes(6) == [(9 + 5) * 60_000_000])
    #expect(windows.targetTimes(0) == [8 * 60_000_000])
    let latest = try Windows.latest(series(9), inputs: ["x"], options: options)
    #expect(latest.count == 1)
    #expect(inputs(latest, [0]) == [6, 7, 8])
    #expect(latest.targetTimes(0) == [(9 + 5) * 60_000_000])
  }

  @Test("A batch has inputs, targets and, for short windows of true length, lengths")
  func batch() throws {
    let options = WindowOptions(lookback: 3, horizon: 2, steps: .all)
    let part = HeldOutPart(unsplit: series(11))
    let full = try Windows(part, inputs: ["x", "y"], target: "y", options: options)
    let batch = full.batch([5, 2])
    #expect(batch.inputs.shape == [2, 3, 2])
    #expect(batch.inputs.values == [5, 50, 6, 60, 7, 70, 2, 20, 3, 30, 4, 40])
    #expect(batch.targets.shape == [2, 2])
    #expect(batch.targets.values == [80, 90, 50, 60])
    #expect(batch.lengths == nil)
    let short = try Windows(
      part, inputs: ["x"], target: "x", options: options, warmUp: .trueLength)
    #expect(short.batch(0..<3).lengths == [2, 3, 3])
    let padded = try Windows(
      part, inputs: ["x"], target: "x", options: options, warmUp: .zeroPadded)
    #expect(padded.batch(0..<3).lengths == nil)
  }

  @Test("An interval learnt elsewhere decides what a gap is")
  func givenInterval() throws {
    let options = WindowOptions(lookback: 3, horizon: 1)
    let part = HeldOutPart(unsplit: series(10))
    let windows = try Windows(
      part, inputs: ["x"], target: "x", options: options, interval: 60_000_000)
    #expect(windows.count == 7)
    #expect(throws: WindowError.self) {
      try Windows(part, inputs: ["x"], target: "x", options: options, interval: 30_000_000)
    }
  }

  @Test("Too few rows are an error that says how many are needed")
  func tooFewRows() {
    let options = WindowOptions(lookback: 30, horizon: 5)
    #expect(
      throws: WindowError.tooFewRows(needed: 35, found: 34, longestStretch: 34, gaps: 0)
    ) {
      try Windows(
        TrainingPart(unsplit: series(34)), inputs: ["x"], target: "x", options: options)
    }
    #expect(
      throws: WindowError.tooFewRows(needed: 35, found: 40, longestStretch: 20, gaps: 1)
    ) {
      try Windows(
        TrainingPart(unsplit: series(40, gapBefore: [20])), inputs: ["x"], target: "x",
        options: options)
    }
  }

  @Test("A missing reading, an infinite one and a missing column are errors that say where")
  func badReadings() throws {
    let options = WindowOptions(lookback: 2)
    let holes = series(9).adding([Column("z", [0, 1, .nan, 3, .nan, 5, 6, 7, 8])])
    #expect(throws: SeriesError.missingValues(column: "z", count: 2, firstRow: 2)) {
      try Windows(TrainingPart(unsplit: holes), inputs: ["z"], target: "x", options: options)
    }
    let infinite = series(3).adding([Column("z", [0, .infinity, 2])])
    #expect(throws: SeriesError.infiniteValue(column: "z", row: 1)) {
      try Windows(TrainingPart(unsplit: infinite), inputs: ["x"], target: "z", options: options)
    }
    #expect(
      throws: SeriesError.missingColumn(name: "yy", nearest: "y", available: ["x", "y"])
    ) {
      try Windows(TrainingPart(unsplit: series(9)), inputs: ["yy"], target: "x", options: options)
    }
  }
}
