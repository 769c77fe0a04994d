import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct LabelStreamTests {
  private let task: SmallClassification

  init() throws { task = try SmallClassification() }

  /// One person's rows with two gaps in the clock, before rows 14 and 17: three stretches of 14, 3
  /// and 19 rows.
  private var rows: Series {
    let one = task.series.rows(36..<72)
    let stamps: [Int64] = (0..<36).map { (row: Int) -> Int64 in
      var minutes = row
      if row >= 14 { minutes += 9 }
      if row >= 17 { minutes += 4 }
      return Int64(minutes) * SmallClassification.minute
    }
    return Series(columns: ["x", "y"].compactMap { one[$0] }, timestamps: stamps)
  }

  private func bundle(
    warmUp: WarmUp = .none, label: LabelOptions = LabelOptions(), model: Sequential? = nil
  ) throws -> ModelBundle {
    var recipe = task.recipe
    recipe.warmUp = warmUp
    recipe.label = label
    var fitted = try recipe.fitted(to: task.split.train)
    let network =
      try model?.built(inputSize: 2, seed: 3)
      ?? task.network(everyStep: label.everyStep, seed: 3)
    if !label.everyStep { fitted = try fitted.calibrated(network, on: task.validation) }
    return ModelBundle(model: .network(network), recipe: fitted, seed: 3)
  }

  private func streamed(
    _ bundle: ModelBundle, smoothing: Float = 0, mode: ForecastStream.Mode = .windows
  ) throws -> [LabelStream.Label?] {
    var stream = try bundle.labelStream(smoothing: smoothing, mode: mode)
    #expect(stream.columns == ["x", "y"])
    #expect(stream.classes == ["run", "sit", "walk"])
    let (x, y) = (try rows.column("x").values, try rows.column("y").values)
    return try rows.timestamps?.enumerated().map { row, time in
      try stream.push([x[row], y[row]], at: time)
    } ?? []
  }

  /// Expects after each row what ``ModelBundle/classify(_:)`` says over all rows up to it, and nothing
  /// where too few rows of the stretch are known.
  private func expectBatch(
    _ bundle: ModelBundle, mode: ForecastStream.Mode = .windows, firstRow: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let labels = try streamed(bundle, mode: mode)
    #expect(labels.count == 36, sourceLocation: sourceLocation)
    for (row, label) in labels.enumerated() {
      let place = row - (row >= 17 ? 17 : row >= 14 ? 14 : 0)
      #expect((label == nil) == (place < firstRow), "row \(row)", sourceLocation: sourceLocation)
      guard let label else { continue }
      let table = try bundle.classify(rows.rows(0..<row + 1))
      let column = table.columns[0]
      #expect(
        label.probabilities.map(\.bitPattern) == column.probabilities.suffix(3).map(\.bitPattern),
        "row \(row)", sourceLocation: sourceLocation)
      #expect(
        label.name == table.label(table.count - 1, by: column), sourceLocation: sourceLocation)
      #expect(label.probability == label.probabilities.max(), sourceLocation: sourceLocation)
      #expect(table.times?.last == rows.timestamps?[row], sourceLocation: sourceLocation)
    }
    // The rows differ, and so do their labels.
    #expect(
      Set(labels.map { $0?.probabilities ?? [] }).count > 10, sourceLocation: sourceLocation)
  }

  @Test(
    "After each row the label is that of all rows so far, through gaps in the clock",
    arguments: [ForecastStream.Mode.windows, .states], [WarmUp.none, .trueLength])
  func equalsBatch(mode: ForecastStream.Mode, warmUp: WarmUp) throws {
    let bundle = try bundle(warmUp: warmUp)
    #expect(bundle.recipe.calibration != nil)
    try expectBatch(bundle, mode: mode, firstRow: warmUp == .none ? 4 : 1)
  }

  @Test("A network that needs the whole window streams by windows only")
  func wholeWindow() throws {
    let both = try bundle(
      warmUp: .trueLength,
      model: Sequential {
        Bidirectional(GRU(4))
        Dense(3)
      })
    try expectBatch(both, firstRow: 1)
    #expect(throws: StreamError.self) { try both.labelStream(mode: .states) }
  }

  @Test(
    "Where each step is labeled, the newest row's label comes",
    arguments: [ForecastStream.Mode.windows, .states], [WarmUp.none, .trueLength])
  func everyStep(mode: ForecastStream.Mode, warmUp: WarmUp) throws {
    let bundle = try bundle(warmUp: warmUp, label: LabelOptions(everyStep: true))
    try expectBatch(bundle, mode: mode, firstRow: warmUp == .none ? 4 : 1)
  }

  @Test("One logit gives the probabilities of two classes")
  func oneLogit() throws {
    let two = try SmallClassification(classes: 2)
    let bundle = ModelBundle(
      model: .network(try two.network(outputs: 1)), recipe: two.fitted, seed: 1)
    let rows = try two.series.selecting(["x", "y"]).rows(0..<24)
    var stream = try bundle.labelStream()
    var last: LabelStream.Label?
    let (x, y) = (try rows.column("x").values, try rows.column("y").values)
    let stamps: [Int64] = rows.timestamps?.values ?? []
    for row in stamps.indices {
      let time = stamps[row]
      last = try stream.push([x[row], y[row]], at: time)
    }
    let label = try #require(last)
    let batch = try bundle.classify(rows).columns[0].probabilities.suffix(2)
    #expect(label.probabilities == Array(batch))
    #expect(abs(label.probabilities[0] + label.probabilities[1] - 1) < 1e-6)
  }

  @Test(
    "A plain classifier streams, too",
    arguments: ["majorityClass", "nearestCentroid", "logisticRegression"],
    [WarmUp.none, .trueLength])
  func baselines(name: String, warmUp: WarmUp) throws {
    var recipe = task.recipe
    recipe.warmUp = warmUp
    let fitted = try recipe.fitted(to: task.split.train)
    let baselines = try Baselines().fitted(to: task.training, validation: task.validation)
    let bundle = ModelBundle(
      model: .baseline(try #require(baselines[name])), recipe: fitted, seed: 1)
    if name == "majorityClass" {
      let labels = try streamed(bundle)
      #expect(labels.compactMap(\.self).count == (warmUp == .none ? 10 + 0 + 15 : 13 + 2 + 18))
      #expect(Set(labels.compactMap { $0?.probabilities }).count == 1)
    } else {
      try expectBatch(bundle, firstRow: warmUp == .none ? 4 : 1)
    }
  }

  @Test("Smoothing is a running average of the probabilities, which starts anew after a gap")
  func smoothing() throws {
    let bundle = try bundle()
    let plain = try streamed(bundle)
    let smooth = try streamed(bundle, smoothing: 0.75)
    var expected: [Float] = []
    var labelsDiffer = false
    for (row, label) in smooth.enumerated() {
      guard let label, let new = plain[row] else {
        #expect(label == nil && plain[row] == nil)
        continue
      }
      // Rows 4 and 21 are the first of their stretches with a label; the stretch between has none.
      expected =
        row == 4 || row == 21
        ? new.probabilities
        : zip(expected, new.probabilities).map { 0.75 * $0 + 0.25 * $1 }
      #expect(zip(label.probabilities, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "row \(row)")
      let best = try #require(expected.indices.max { expected[$0] < expected[$1] })
      #expect(label.name == ["run", "sit", "walk"][best])
      #expect(abs(label.probability - expected[best]) < 1e-6)
      labelsDiffer = labelsDiffer || label.probabilities != new.probabilities
    }
    #expect(labelsDiffer)
    #expect(smooth[4]?.probabilities == plain[4]?.probabilities)
    #expect(smooth[21]?.probabilities == plain[21]?.probabilities)
  }

  @Test(
    "A whole sequence is labeled row by row up to the lookback; a longer one is refused, as in a batch",
    arguments: [ForecastStream.Mode.windows, .states])
  func wholeSequences(mode: ForecastStream.Mode) throws {
    var recipe = task.recipe
    recipe.window = WindowOptions(lookback: 12, wholeSequences: true)
    recipe.sequence = "activity"
    let bundle = ModelBundle(
      model: .network(try task.network()), recipe: try recipe.fitted(to: task.split.train), seed: 1)
    let one = try task.series.selecting(["x", "y"]).rows(36..<72)
    let (x, y) = (try one.column("x").values, try one.column("y").values)
    let stamps = try #require(one.timestamps?.values)
    var stream = try bundle.labelStream(mode: mode)
    for row in 0..<12 {
      let label = try stream.push([x[row], y[row]], at: stamps[row])
      let batch = try bundle.classify(one.rows(0..<row + 1)).columns[0].probabilities
      #expect(label?.probabilities.map(\.bitPattern) == batch.map(\.bitPattern), "row \(row)")
    }
    let error = StreamError.sequenceTooLong(lookback: 12)
    for _ in 0..<2 {
      #expect(throws: error) { try stream.push([x[12], y[12]], at: stamps[12]) }
    }
    #expect(error.description.contains("goes on after 12 rows"))
    #expect(throws: LabelError.self) { try bundle.classify(one.rows(0..<13)) }
    // The stream is as it was: behind a gap in the clock a sequence of its own begins.
    let later = stamps[12] + 30 * SmallClassification.minute
    let first = try stream.push([x[12], y[12]], at: later)
    let alone = try bundle.classify(one.rows(12..<13)).columns[0].probabilities
    #expect(first?.probabilities == alone)
  }

  @Test("A forecaster gives no labels, and a classifier no forecasts")
  func wrongTask() throws {
    let forecast = try SmallTraining()
    let forecaster = ModelBundle(
      model: .network(try forecast.network()), recipe: forecast.fitted, seed: 1)
    #expect(throws: ForecastError.noLabels) { try forecaster.labelStream() }
    let classifier = try bundle()
    #expect(throws: ForecastError.labels) { try classifier.stream() }
    #expect(throws: ForecastError.labels) { try ForecastStream(classifier, mode: .states) }
  }
}
