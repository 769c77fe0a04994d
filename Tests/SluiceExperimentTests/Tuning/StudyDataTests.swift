import Foundation
import SluiceData
import SluiceModels
import SluiceTuning
import Testing

@testable import SluiceExperiment

/// All trials of a study are judged by the same forecasts.
@Suite("What the trials of a study are judged by")
final class StudyDataTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-study-data-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Readings every minute with a gap after some rows; `x` misses some readings, `y` others.
  private func write(
    rows: Int, gapsAfter gaps: Set<Int> = [], missing: Set<Int> = [], targets: Set<Int> = []
  ) throws {
    var text = "time,y,x\n"
    var minute = 0
    for row in 0..<rows {
      let stamp = "2024-01-01 \(two(minute / 60)):\(two(minute % 60)):00"
      let y = targets.contains(row) ? "" : "\(row * row % 101)"
      text += "\(stamp),\(y),\(missing.contains(row) ? "" : "\(row % 7)")\n"
      minute += gaps.contains(row) ? 30 : 1
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private func plan(
    _ search: String, window: String = "lookback: 10, horizon: 2", features: String = "y, x",
    outputs: Int = 1, cleaning: String = "{}", more: String = ""
  ) throws -> StudyPlan {
    try StudyFile.plan(
      yaml: """
        experiment:
          data: {path: \(folder.path)/readings.csv}
          target: y
          features: {columns: [\(features)]}
          cleaning: \(cleaning)
          split: {train: 0.8, validation: 0.2}
          window: {\(window)}
          model: [{LSTM: {hiddenSize: 2}}, {Dense: {units: \(outputs)}}]
        search: {\(search)}
        objective: rmse
        budget: {trials: 3}
        \(more)
        """, source: "study.yaml")
  }

  private func data(_ plan: StudyPlan) -> StudyData {
    StudyData(folds: plan.folds, references: plan.references, limit: 4)
  }

  private func targets(_ frame: WindowFrame) -> [Int] {
    (0..<frame.count).map { frame.windows.targetRows($0).lowerBound }
  }

  @Test("Without a search for the lookback the cut is that of training")
  func usual() throws {
    try write(rows: 400)
    let plan = try plan("training.epochs: {integer: [1, 5]}")
    let experiment = try plan.experiment(for: plan.firstValues)
    let fold = try #require(try data(plan).folds(of: experiment).first)
    let series = try experiment.prepared(experiment.readSeries()).series
    let usual = try experiment.cut(series)
    #expect(targets(fold.training) == targets(usual.training))
    #expect(try targets(fold.validation) == targets(#require(usual.validation)))
    // 320 rows, 309 windows, of which 247 train.
    #expect(fold.training.count == 247 && fold.validation.count == 62)
  }

  @Test("Trials of any lookback make the same forecasts", arguments: ["", "folds: {count: 3}"])
  func lookbacks(_ folds: String) throws {
    // In the validation rows lie two gaps, behind them stretches of 17 and 33 rows.
    try write(rows: 400, gapsAfter: [40, 269, 286])
    let plan = try plan("window.lookback: {integer: [3, 14]}", more: folds)
    let data = data(plan)
    var expected: [[Int]]?
    for lookback in [14, 3, 8] {
      let experiment = try plan.experiment(for: ["window.lookback": .int(lookback)])
      let parts = try data.folds(of: experiment)
      let found = parts.map { targets($0.validation) }
      #expect(found == expected ?? found)
      expected = found
      for fold in parts {
        #expect(fold.validation.windows.options.lookback == lookback)
        let last = try #require(targets(fold.training).max())
        #expect(try last < #require(targets(fold.validation).min()))
      }
    }
    let rows = try #require(expected).last ?? []
    // 14 readings and two steps after a gap comes the first forecast of all.
    #expect(!rows.contains(287 + 14) && rows.contains(287 + 15) && rows.contains(319))
  }

  @Test("Trials of any lookback make the same forecasts, where targets are missing too")
  func missingTargets() throws {
    try write(rows: 400, targets: [50, 51, 200, 270, 271, 300, 311])
    let plan = try plan(
      "window.lookback: {integer: [3, 14]}", window: "lookback: 10, horizon: 2, steps: all",
      features: "x", outputs: 2, cleaning: "{missingTargets: mask}")
    let data = data(plan)
    let parts = try [14, 3].map {
      try data.folds(of: plan.experiment(for: ["window.lookback": .int($0)]))[0]
    }
    #expect(targets(parts[0].validation) == targets(parts[1].validation))
    #expect(parts[0].validation.actual().contains { $0.isNaN })
  }

  @Test("A shorter lookback trains on more windows")
  func training() throws {
    try write(rows: 400)
    let plan = try plan("window.lookback: {integer: [3, 14]}")
    let data = data(plan)
    let counts = try [3, 14].map { lookback in
      let experiment = try plan.experiment(for: ["window.lookback": .int(lookback)])
      return try data.folds(of: experiment)[0].training.count
    }
    #expect(counts[0] == counts[1] + 11)
  }

  @Test("A lookback that fits nowhere does not keep others from being judged")
  func tooLong() throws {
    try write(rows: 400)
    let plan = try plan("window.lookback: {choices: [6, 12, 5000]}")
    let data = data(plan)
    let parts = try [6, 12].map {
      try data.folds(of: plan.experiment(for: ["window.lookback": .int($0)]))[0]
    }
    #expect(targets(parts[0].validation) == targets(parts[1].validation))
    #expect(throws: WindowError.self) {
      try data.folds(of: plan.experiment(for: ["window.lookback": 5000]))
    }
  }

  @Test("More folds than subjects who can validate name the key and what to do")
  func folds() throws {
    let plan = try StudyFile.plan(
      yaml: """
        experiment:
          task: classification
          target: activity
          subject: person
          features: {columns: [x]}
          window: {lookback: 2}
          split: {subjects: {test: [d]}}
          model: [{LSTM: {hiddenSize: 2}}, {Dense: {units: 2}}]
        search: {training.epochs: {integer: [1, 5]}}
        folds: {count: 4, kind: subjects}
        objective: accuracy
        budget: {trials: 3}
        """, source: "study.yaml")
    let people = ["a", "b", "c", "d"].flatMap { Array(repeating: $0, count: 4) }
    let series = Series(columns: [
      Column("x", people.indices.map(Float.init)),
      Column("activity", texts: people.indices.map { $0 % 2 == 0 ? "sit" : "walk" }),
      Column("person", texts: people),
    ])
    let experiment = try plan.experiment(for: plan.firstValues)
    let error = #expect(throws: StudyRunError.self) {
      try plan.folds?.labeledSplits(of: series, experiment)
    }
    #expect(
      error.map(\.description) == """
        folds.count is 4, and 3 subjects (a, b, c) do not test and can validate: set folds.count to 3.
        """)
    let two = StudyRunError.tooManyFolds(3, validating: ["a", "b"], testing: ["c", "d"])
    #expect(two.description.hasSuffix("to 2, or name fewer in split.subjects.test."), "\(two)")
    let fewer = FoldChoice(count: 3, kind: .subjects)
    #expect(try fewer.labeledSplits(of: series, experiment).count == 3)
  }

  @Test("Columns whose missing readings drop other rows are no match")
  func dropped() throws {
    try write(rows: 400, missing: [11, 12, 300])
    let plan = try plan("training.epochs: {integer: [1, 5]}")
    let one = try plan.experiment(for: plan.firstValues)
    let data = data(plan)
    _ = try data.folds(of: one)
    var other = one
    other.features.columns = ["y"]
    let error = #expect(throws: StudyRunError.self) { try data.folds(of: other) }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains("miss no readings"))
  }
}
