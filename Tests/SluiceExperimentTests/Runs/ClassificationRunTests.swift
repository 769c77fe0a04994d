import Foundation
import SluiceData
import SluiceExperiment
import SluiceModels
import Testing

/// A classification from a file of readings to labels of other readings.
@Suite final class ClassificationRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-labels-\(UUID().uuidString)")
  private var run: String { folder.appendingPathComponent("run").path }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes readings of some persons, who rest, walk and run in turn; returns the file's path.
  private func write(
    _ name: String, persons: [String], columns: [String] = ["x", "person", "activity"],
    activities: [String] = ["rest", "walk", "run"]
  ) throws -> String {
    var text = columns.joined(separator: ",") + "\n"
    for (number, person) in persons.enumerated() {
      for (place, activity) in activities.enumerated() {
        for row in 0..<20 {
          let x = place * (row % 4) * 10 + (row * 7 + number) % 5
          let cells = ["x": "\(x)", "person": person, "activity": activity]
          text += columns.map { cells[$0] ?? "" }.joined(separator: ",") + "\n"
        }
      }
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  private func train(
    activities: [String] = ["rest", "walk", "run"], _ sets: String...
  ) throws -> RunMetrics {
    _ = try write(
      "readings.csv", persons: ["ann", "bob", "cyd", "dee"], activities: activities)
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: readings.csv, reader: {time: {columns: []}}}
        target: activity
        subject: person
        features: {columns: [x]}
        window: {lookback: 6}
        split: {subjects: {test: [dee], validation: [cyd]}}
        model: [LSTM: {hiddenSize: 4}, Dense: {units: 3}]
        training: {batchSize: 10, epochs: 4, classWeights: balanced}
        """, source: path("exp.yaml"), overrides: sets)
    guard case .finished(let metrics) = try ExperimentRun(experiment: experiment).write(to: run)
    else {
      Issue.record("not finished")
      throw CancellationError()
    }
    return metrics
  }

  @Test func `the most frequent class is that of all training windows, undersampled or not`() throws
  {
    guard
      case .classification(let metrics) = try train(
        activities: ["rest", "walk", "rest", "run"],
        "training.undersampling={class: rest, keep: 0.1}")
    else {
      Issue.record("no classification")
      return
    }
    // Two persons' windows train: of rest 6 are kept of 60, of run and walk there are 30 each.
    let simple = try #require(metrics.baselines["majorityClass"])
    #expect(simple.confusion.predictedTotals == [60, 0, 0])
    let shares = [0.5, 0.25, 0.25]
    let expected = zip([30.0, 15, 15], shares).reduce(0) { $0 - $1.0 * log($1.1) } / 60
    #expect(abs(simple.logLoss - expected) < 1e-6)
  }

  @Test func `a run measures labels, and its model labels and is tested on other readings`() throws
  {
    guard case .classification(let metrics) = try train() else {
      Issue.record("no classification")
      return
    }
    #expect(metrics.test.count == 45)
    #expect(metrics.test.confusion.counts.map { $0.reduce(0, +) } == [15, 15, 15])
    #expect(metrics.subjects?.rows.map(\.subject) == ["dee"])
    #expect(metrics.temperature != nil)
    let written = try String(contentsOfFile: run + "/predictions.csv", encoding: .utf8)
    let lines = written.split(separator: "\n")
    #expect(
      lines.first
        == "row,subject,actual,predicted,p(rest),p(run),p(walk),majorityClass,nearestCentroid,logisticRegression"
    )
    #expect(lines.count == 46)
    #expect(lines[1].hasPrefix("186,dee,rest,"))

    let model = try LoadedModel(run)
    // The same readings without who and what: one person's alone.
    let bare = try write("bare.csv", persons: ["dee"], columns: ["x"])
    guard case .labels(let table) = try model.predict(bare, latestOnly: false) else {
      Issue.record("no labels")
      return
    }
    #expect(table.count == 55)
    #expect(table.actual == nil)
    #expect(table.subjects == nil)
    guard case .labels(let latest) = try model.predict(bare, latestOnly: true) else {
      Issue.record("no labels")
      return
    }
    #expect(latest.count == 1)
    let known = try write("known.csv", persons: ["eve", "fay"])
    guard case .labels(let labels) = try model.predict(known, latestOnly: false) else {
      Issue.record("no labels")
      return
    }
    #expect(labels.count == 110)
    #expect(labels.subjects?.last == "fay")
    #expect(labels.actual?.first == "rest")
    guard case .classification(let again) = try model.evaluate(known) else {
      Issue.record("no classification")
      return
    }
    #expect(again.test.count == 90)
    #expect(again.subjects?.rows.map(\.subject) == ["eve", "fay"])

    let strange = try write(
      "strange.csv", persons: ["eve"], activities: ["rest", "swim", "walk"])
    #expect(
      throws: LabelError.unknown(
        column: "activity", found: ["swim"], rows: 20, classes: ["rest", "run", "walk"])
    ) { try model.evaluate(strange) }
  }
}
