import SluiceData
import SluiceExperiment
import SluiceModels
import Testing

/// How the readings of a classification become windows to learn from, to validate and to test with.
@Suite struct PreparedDataTests {
  /// Six persons, each with 20 readings of 0, then 8 of each of two other labels.
  private let series: Series

  init() {
    let block = [("0", 20), ("jump", 8), ("walk", 8)].flatMap {
      Array(repeating: $0.0, count: $0.1)
    }
    let persons = ["1", "2", "3", "4", "5", "6"]
    series = Series(
      columns: [
        Column("x", (0..<6 * 36).map { Float($0 * 31 % 17) }),
        Column("activity", texts: persons.flatMap { _ in block }),
        Column("person", texts: persons.flatMap { Array(repeating: $0, count: 36) }),
      ], timestamps: (0..<6).flatMap { _ in (0..<36).map { Int64($0) * 1_000_000 } })
  }

  private func data(_ sets: String..., rows: Series? = nil) throws -> PreparedData {
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        target: activity
        subject: person
        features: {columns: [x]}
        window: {lookback: 5}
        model: [LSTM: {hiddenSize: 3}, Dense: {units: 3}]
        """, source: "exp.yaml", overrides: sets)
    return try experiment.cut(experiment.prepared(rows ?? series).series)
  }

  private func people(_ frame: WindowFrame?) -> [String] {
    guard let frame, let column = frame.series["person"] else { return [] }
    var names: [String] = []
    for window in 0..<frame.count {
      let rows = frame.windows.inputRows(window)
      for row in rows {
        guard let name = column.category(row), names.last != name else { continue }
        names.append(name)
      }
    }
    return names
  }

  @Test("The subjects who are named test and validate, the others train")
  func named() throws {
    let data = try data("split={subjects: {test: [\"2\"], validation: [\"5\", \"1\"]}}")
    #expect(people(data.training) == ["3", "4", "6"])
    #expect(people(data.validation) == ["1", "5"])
    #expect(people(data.test) == ["2"])
    #expect(data.test.windowsOfClasses() == [16, 4, 4])
  }

  @Test("Where nobody is named to validate, the last of the others do, by share")
  func byShare() throws {
    let usual = try data("split={subjects: {test: [\"6\"]}}")
    #expect(people(usual.validation) == ["5"])
    let more = try data("split={subjects: {test: [\"4\", \"6\"]}, validation: 0.5}")
    #expect(people(more.validation) == ["3", "5"])
    #expect(people(more.training) == ["1", "2"])
    let none = try data("split={subjects: {test: [\"6\"]}, validation: 0}")
    #expect(none.validation == nil)
    #expect(people(none.training) == ["1", "2", "3", "4", "5"])
    // A lone subject who trains keeps its last windows for validation.
    let lone = try data(
      "split={subjects: {test: [\"1\", \"2\", \"3\", \"4\", \"5\"]}}")
    #expect(people(lone.training) == ["6"])
    #expect(people(lone.validation) == ["6"])
    // Nobody who has no rows validates.
    let some = try data("split={subjects: {test: [\"1\"]}}", rows: series.rows(0..<144))
    #expect(people(some.validation) == ["4"])
  }

  @Test("A cut by share moves to where a subject begins")
  func cutByShare() throws {
    let data = try data("split.train=0.7", "split.validation=0")
    #expect(people(data.training) == ["1", "2", "3", "4"])
    #expect(people(data.test) == ["5", "6"])
  }

  @Test("Undersampling thins out the training windows alone")
  func undersampling() throws {
    let split = "split={subjects: {test: [\"2\"], validation: [\"5\"]}}"
    let plain = try data(split)
    let thinned = try data(split, "training.undersampling={class: \"0\", keep: 0.25}")
    #expect(plain.training.windowsOfClasses() == [64, 16, 16])
    #expect(thinned.training.windowsOfClasses() == [16, 16, 16])
    for frames in [(plain.validation, thinned.validation), (plain.test, thinned.test)] {
      #expect(frames.0?.windowsOfClasses() == [16, 4, 4])
      #expect(frames.0?.labels() == frames.1?.labels())
    }
    let again = try data(split, "training.undersampling={class: \"0\", keep: 0.25}")
    let other = try data(split, "training.undersampling={class: \"0\", keep: 0.25}", "seed=1")
    func rows(_ data: PreparedData) -> [Range<Int>] {
      (0..<data.training.count).map(data.training.windows.inputRows)
    }
    #expect(rows(again) == rows(thinned))
    #expect(rows(other) != rows(thinned))
    #expect(plain.recipe == thinned.recipe)
  }

  @Test("A class whose windows all validate, or that has none, is named")
  func classes() throws {
    let two = "split={train: 0.5, validation: 0.2}"
    #expect(throws: LabelError.heldOut(classes: ["walk"])) {
      // One person trains; the last 5 of its 24 windows are the 4 of walk and one of jump.
      try data(two, rows: series.rows(0..<72))
    }
    #expect(
      throws: LabelError.withoutWindow(classes: ["jump", "walk"], rows: [32, 32], lookback: 9)
    ) {
      try data(
        "window.lookback=9", "split={subjects: {test: [\"6\"], validation: [\"5\"]}}")
    }
  }

  @Test("Several clocks cannot be cut at a moment")
  func moments() {
    let clocks = SplitError.severalClocks(row: 36)
    #expect(throws: clocks) { try data("split={testFrom: 1970-01-01 00:00:18}") }
    #expect(throws: clocks) { try data("data={from: 1970-01-01 00:00:05}") }
  }

  @Test("One subject alone cannot be cut at a moment, and a name that nobody has is refused")
  func twoSides() throws {
    let alone = series.rows(0..<36)
    #expect(throws: SplitError.self) {
      try data("split={testFrom: 1970-01-01 00:00:18}", rows: alone)
    }
    let everybody = ["1", "2", "3", "4", "5", "6"]
    #expect(throws: SubjectError.noSuchSubject(name: "9", subjects: everybody)) {
      try data("split={subjects: {test: [\"9\"]}}")
    }
  }
}
