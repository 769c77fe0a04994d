import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct BaselinesTests {
  static let hour: Int64 = 3_600_000_000

  /// Readings an hour apart, cut after `trainRows`.
  static func frames(
    _ target: [Float], trainRows: Int, window: WindowOptions, warmUp: WarmUp = .none,
    without missingRows: Set<Int> = [], other: [Float]? = nil,
    times: (Int) -> Int64 = { Int64($0) * hour }
  ) throws -> (training: WindowFrame, test: WindowFrame) {
    let rows = target.indices.filter { !missingRows.contains($0) }
    let kept = rows.map { target[$0] }
    let series = Series(
      columns: [Column("y", kept)] + (other.map { [Column("x", $0)] } ?? []),
      timestamps: rows.map(times))
    let recipe = Recipe(
      target: "y", features: other == nil ? nil : ["x", "y"], scaling: .minMax(), window: window)
    let split = try Split(
      recipe.prepared(series), train: 0..<trainRows, test: trainRows..<series.count)
    return try recipe.fitted(to: split.train).frames(split, warmUp: warmUp)
  }

  /// A daily wave with a trend and some noise.
  static func wave(_ rows: Int, seed: UInt64 = 1) -> [Float] {
    var random = RandomStream(seed: seed)
    return (0..<rows).map { row in
      let day = sin(2 * Double.pi * Double(row) / 24)
      return Float(10 + 3 * day + 0.01 * Double(row)) + 0.2 * (random.uniform() - 0.5)
    }
  }

  @Test("a given season that the training part cannot hold is refused")
  func seasonTooLong() throws {
    let frames = try Self.frames(
      Self.wave(120), trainRows: 80, window: WindowOptions(lookback: 5, horizon: 1))
    #expect(throws: SeasonError.tooLong(rows: 80, trainingRows: 80)) {
      try Baselines(season: 80).fitted(to: frames.training)
    }
    #expect(throws: SeasonError.self) { try Baselines(season: .max).fitted(to: frames.training) }
    #expect(try Baselines(season: 79).fitted(to: frames.training).naiveError != nil)
  }

  @Test("each rule forecasts what its definition says")
  func rules() throws {
    let target = (0..<120).map { Float($0 * $0 % 97) }
    let frames = try Self.frames(
      target, trainRows: 80, window: WindowOptions(lookback: 5, horizon: 7, steps: .all))
    let fitted = try Baselines(season: 3).fitted(to: frames.training)
    let test = frames.test
    let slope = (target[79] - target[0]) / 79
    let mean = target[0..<80].reduce(0, +) / 80
    let forecasts = try fitted.models.map { try $0.outputs(for: test) }
    #expect(
      fitted.models.map(\.name) == ["persistence", "seasonalNaive", "drift", "mean", "ridge"])
    for window in [0, 11, test.count - 1] {
      let last = 80 + window + 4
      for step in 1...7 {
        let place = window * 7 + step - 1
        #expect(forecasts[0][place] == target[last])
        let seasons = step <= 3 ? 1 : step <= 6 ? 2 : 3
        #expect(forecasts[1][place] == target[last + step - 3 * seasons])
        #expect(abs(forecasts[2][place] - (target[last] + Float(step) * slope)) < 1e-4)
        #expect(abs(forecasts[3][place] - mean) < 1e-4)
      }
    }
    #expect(fitted.models.map(\.parameterCount) == [0, 0, 1, 1, 7 * 6])
    #expect(fitted.models.map { $0.multiplyAdds(lookback: 5) } == [0, 0, 1, 0, 35])
  }

  @Test("the seasonal naive forecast looks back across a gap by the clock, never by rows")
  func seasonAcrossGap() throws {
    let target = (0..<200).map { Float($0) }
    let missing = Set(110..<117)
    let frames = try Self.frames(
      target, trainRows: 100, window: WindowOptions(lookback: 2, horizon: 1), without: missing)
    let forecasts = try SeasonalNaive(season: Season(rows: 24, origin: .given))
      .outputs(for: frames.test)
    for window in 0..<frames.test.count {
      let row = frames.test.windows.targetRows(window).lowerBound
      let hour = Int(frames.test.actual()[window])
      let before = frames.test.windows.inputRows(window).upperBound - 1
      let expected = missing.contains(hour - 24) ? hour - 1 : hour - 24
      #expect(forecasts[window] == Float(expected), "row \(row) after \(before)")
    }
  }

  @Test("a clock that is not even is no obstacle: months, and readings that come late")
  func unevenClock() throws {
    let target = (0..<90).map { Float($0) }
    let months = { (row: Int) in
      CivilTime(year: 2001 + row / 12, month: row % 12 + 1, day: 1).microseconds
    }
    let late = { (row: Int) in Int64(row) * Self.hour + (row % 3 == 1 ? Self.hour / 20 : 0) }
    for (season, times) in [(12, months), (24, late)] {
      let frames = try Self.frames(
        target, trainRows: 60, window: WindowOptions(lookback: 2, horizon: 1), times: times)
      let forecasts = try SeasonalNaive(season: Season(rows: season, origin: .given))
        .outputs(for: frames.test)
      #expect(forecasts == (62..<90).map { Float($0 - season) })
    }
  }

  @Test("a history shorter than a season gives persistence")
  func shortHistory() throws {
    let target = (0..<40).map { Float($0 * 3 % 11) }
    let frames = try Self.frames(
      target, trainRows: 20, window: WindowOptions(lookback: 2, horizon: 1))
    let seasonal = try SeasonalNaive(season: Season(rows: 30, origin: .given))
      .outputs(for: frames.test)
    let last = try Persistence().outputs(for: frames.test)
    #expect(Array(seasonal[0..<8]) == Array(last[0..<8]))
    #expect(Array(seasonal[8...]) == (30..<40).map { target[$0 - 30] })
  }

  @Test("the ridge forecasts a linear series exactly, from windows of two features")
  func ridgeRecovers() throws {
    var random = RandomStream(seed: 12)
    let x = (0..<300).map { _ in random.uniform() }
    var y: [Float] = [0.5, 0.25]
    for row in 2..<300 { y.append(0.5 * y[row - 1] - 0.25 * y[row - 2] + 2 * x[row - 2] + 1) }
    let frames = try Self.frames(
      y, trainRows: 200, window: WindowOptions(lookback: 2, horizon: 1), other: x)
    let ridge = try Ridge(strengths: [0]).fitted(to: frames.training)
    let metrics = Metrics(
      actual: frames.test.actual(), predicted: try ridge.outputs(for: frames.test),
      naiveError: nil)
    #expect(metrics.rmse < 1e-5)
    #expect(metrics.count == 98)
    #expect(ridge.weights.count == 4)
  }

  @Test("strides, single windows and a lookback of one give the ridge of the same windows")
  func ridgeShapes() throws {
    let target = Self.wave(400)
    let frames = try Self.frames(
      target, trainRows: 300, window: WindowOptions(lookback: 1, horizon: 2, stride: 3))
    let ridge = try Ridge(strengths: [0]).fitted(to: frames.training)
    // The line of least squares through (y[t], y[t+2]) at every third row.
    let pairs = stride(from: 0, through: 297, by: 3).map {
      (Double(target[$0]), Double(target[$0 + 2]))
    }
    let n = Double(pairs.count)
    let (mx, my) = (pairs.map(\.0).reduce(0, +) / n, pairs.map(\.1).reduce(0, +) / n)
    let slope =
      pairs.map { ($0.0 - mx) * ($0.1 - my) }.reduce(0, +)
      / pairs.map { ($0.0 - mx) * ($0.0 - mx) }.reduce(0, +)
    #expect(abs(Double(ridge.weights[0]) - slope) < 1e-5)
    let single = try ridge.outputs(for: frames.test[4..<5])
    #expect(single[0] == (try ridge.outputs(for: frames.test))[4])
    let last = Double(target[300 + 4 * 3])
    #expect(abs(Double(single[0]) - (my + slope * (last - mx))) < 1e-4)
  }

  @Test("a short window is filled up with its earliest row, or with zeros under zero padding")
  func shortWindows() throws {
    let target = Self.wave(200)
    let options = WindowOptions(lookback: 4, horizon: 1)
    for warmUp in [WarmUp.trueLength, .zeroPadded] {
      let frames = try Self.frames(target, trainRows: 150, window: options, warmUp: warmUp)
      let ridge = try Ridge(strengths: [1e-3]).fitted(to: frames.training)
      let forecasts = try ridge.outputs(for: frames.test)
      let scaled = try #require(frames.test.scaled["y"]).values
      let fill = warmUp == .zeroPadded ? 0 : scaled[150]
      let window = [fill, fill, scaled[150], scaled[151]]
      var sum = Double(ridge.intercepts[0])
      for (weight, value) in zip(ridge.weights, window) { sum += Double(weight) * Double(value) }
      #expect(abs(forecasts[0] - frames.test.unscaled([Float(sum)])[0]) < 1e-5)
      #expect(try Persistence().outputs(for: frames.test)[0] == target[151])
    }
  }

  @Test("without validation windows the last fifth of the training windows chooses the strength")
  func strengthWithoutValidation() throws {
    let frames = try Self.frames(
      Self.wave(300), trainRows: 250, window: WindowOptions(lookback: 30, horizon: 2))
    let training = frames.training
    let alone = try Ridge().fitted(to: training)
    let middle = training.count - training.count / 5
    let given = try Ridge().fitted(
      to: training[0..<middle], validation: training[middle..<training.count])
    #expect(alone == given)
    #expect(Ridge.usualStrengths.contains(alone.strengths[0]))
  }

  @Test("a ridge without windows or without a unique solution says so")
  func ridgeErrors() throws {
    let window = WindowOptions(lookback: 3, horizon: 1)
    let few = try Self.frames(Self.wave(20), trainRows: 4, window: window)
    #expect(throws: RidgeError.tooFewWindows(needed: 2, found: 1)) {
      try Ridge().fitted(to: few.training)
    }
    let wave = Self.wave(60)
    let twice = try Self.frames(wave, trainRows: 50, window: window, other: wave)
    let error = #expect(throws: RidgeError.self) {
      try Ridge(strengths: [0]).fitted(to: twice.training)
    }
    #expect(error?.description.contains("allow one above 0") == true)
  }

  @Test("all baselines come back from JSON and forecast the same bits")
  func coding() throws {
    let frames = try Self.frames(
      Self.wave(300), trainRows: 200, window: WindowOptions(lookback: 6, horizon: 2, steps: .all))
    let fitted = try Baselines().fitted(to: frames.training)
    let data = try JSONEncoder().encode(fitted)
    let decoded = try JSONDecoder().decode(FittedBaselines.self, from: data)
    #expect(decoded == fitted)
    for (one, other) in zip(fitted.models, decoded.models) {
      #expect(try one.outputs(for: frames.test) == other.outputs(for: frames.test))
    }
    let edited = Data(
      #"{"ridge": {"weights": [1, 2, 3], "intercepts": [0], "strengths": [1], "readings": 2}}"#.utf8
    )
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Baseline.self, from: edited)
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Baselines.self, from: Data(#"{"season": 0}"#.utf8))
    }
  }
}
