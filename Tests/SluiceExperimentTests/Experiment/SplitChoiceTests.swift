import SluiceData
import SluiceExperiment
import Testing

/// Where the rows of a classification are cut in time.
@Suite struct SplitChoiceTests {
  private let readings: SmallReadings

  init() throws {
    readings = try SmallReadings()
    // Trials of 10 rows, a minute a row, 9 in all.
    try readings.write(["ann": 10, "bob": 10, "cyd": 10], alternates: true)
  }

  private func parts(_ split: String, _ sets: String...) throws -> [Range<Int>] {
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: \(readings.path())}
        target: activity
        features: {columns: [x]}
        window: {lookback: 3}
        split: \(split)
        model: [LSTM: {hiddenSize: 2}, Dense: {units: 3}]
        """, source: "exp.yaml", overrides: sets)
    let series = try experiment.prepared(experiment.readSeries()).series
    let cut = try experiment.split.split(series, experiment.recipe)
    return [cut.train.rows, cut.test.rows]
  }

  @Test("A cut at a moment moves back to where a sequence begins, as one by share does")
  func sequences() throws {
    let moment = "{testFrom: 2024-01-01 01:05}"
    #expect(try parts(moment) == [0..<65, 65..<90])
    #expect(try parts(moment, "sequence=trial") == [0..<60, 60..<90])
    #expect(try parts("{train: 0.73}", "sequence=trial") == [0..<60, 60..<90])
    #expect(
      try parts("{testFrom: 2024-01-01 01:05, testRows: 12}", "sequence=trial")
        == [0..<60, 60..<77])
    #expect(try parts("{testFrom: 2024-01-01 01:10}", "sequence=trial") == [0..<70, 70..<90])
    #expect(throws: SplitError.emptyPart(name: "training", rows: 90)) {
      try parts("{testFrom: 2024-01-01 00:05}", "sequence=trial")
    }
  }

  @Test("Somebody on both sides of a moment is refused")
  func subjects() throws {
    #expect(
      throws: SubjectError.onTwoSides(subjects: ["ann", "bob", "cyd"], column: "person")
    ) {
      try parts("{testFrom: 2024-01-01 01:05}", "subject=person")
    }
    let inTurn = try SmallReadings()
    try inTurn.write(["ann": 10, "bob": 10, "cyd": 10])
    // bob's 30 rows begin with row 30.
    let found = try parts(
      "{testFrom: 2024-01-01 00:45}", "subject=person", "data.path=\(inTurn.path())")
    #expect(found == [0..<30, 30..<90])
  }
}
