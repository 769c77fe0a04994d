import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite final class LabelBundleTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-label-bundle-\(UInt64.random(in: 0...(.max)))")
  private let task: SmallClassification
  private var path: String { folder.appendingPathComponent("model.safetensors").path }

  init() throws {
    task = try SmallClassification()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func bundle() throws -> ModelBundle {
    let network = try task.network()
    return ModelBundle(
      model: .network(network), recipe: try task.fitted.calibrated(network, on: task.validation),
      seed: 1)
  }

  private func saved(_ bundle: ModelBundle) throws -> ModelBundle {
    try bundle.save(to: path)
    return try ModelBundle(reading: path)
  }

  @Test("A saved classifier gives the same bits, and keeps classes, calibration and groups")
  func roundTrip() throws {
    let before = try bundle()
    let after = try saved(before)
    #expect(after.recipe == before.recipe)
    #expect(after.recipe.classes == ["run", "sit", "walk"])
    #expect(after.recipe.calibration == before.recipe.calibration)
    #expect(after.recipe.calibration != nil)
    #expect(after.recipe.recipe.subject == "person")
    #expect(try after.classify(task.series) == before.classify(task.series))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    _ = try saved(bundle())
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test(
    "Any plain classifier can be the model",
    arguments: ["majorityClass", "nearestCentroid", "logisticRegression"])
  func baselines(name: String) throws {
    let baselines = try Baselines().fitted(to: task.training, validation: task.validation)
    #expect(baselines.season == nil)
    let before = ModelBundle(
      model: .baseline(try #require(baselines[name])), recipe: task.fitted, baselines: baselines,
      seed: 1)
    let after = try saved(before)
    #expect(after.model.windowModel.name == name)
    #expect(after.baselines == baselines)
    let table = try after.classify(task.series)
    #expect(try table == before.classify(task.series))
    #expect(table.columns.map(\.name) == [name])
    #expect(table.count == 4 * 32)
  }

  @Test("New rows need no label; with their subjects no window crosses from one to the next")
  func newRows() throws {
    let bundle = try bundle()
    let known = try bundle.classify(task.series)
    // Four persons of 36 rows, a label after each row from the fifth on.
    #expect(known.count == 4 * 32)
    #expect(known.subjects == SmallClassification.persons.flatMap { repeatElement($0, count: 32) })
    #expect(known.actual?[0] == "walk")
    #expect(known.actual?[31] == "run")
    #expect(known.times?[32] == 4 * SmallClassification.minute)
    let unlabeled = try bundle.classify(task.series.selecting(["person", "y", "x"]))
    #expect(unlabeled.actual == nil)
    #expect(unlabeled.columns == known.columns)

    let one = try task.series.selecting(["x", "y"]).rows(36..<72)
    let alone = try bundle.classify(one)
    #expect(alone.subjects == nil)
    #expect(
      alone.columns[0].probabilities == Array(known.columns[0].probabilities[32 * 3..<64 * 3]))
    // Without the subjects the clock goes back in the middle of the rows.
    #expect(throws: SeriesError.self) {
      try bundle.classify(self.task.series.selecting(["x", "y"]))
    }
    let numbers = try one.adding([Column("activity", one.column("x").values)])
    #expect(try bundle.classify(numbers).actual == nil)
  }

  @Test("The latest label is the last of all")
  func latest() throws {
    let bundle = try bundle()
    let all = try bundle.classify(task.series)
    let last = try bundle.classifyLatest(task.series)
    #expect(last.count == 1)
    #expect(last.columns[0].probabilities == Array(all.columns[0].probabilities.suffix(3)))
    #expect(last.subjects == ["s"])
    #expect(last.times == [35 * SmallClassification.minute])
  }

  @Test("With a label a step, each row is told once: by the first window that holds it")
  func everyStep() throws {
    var steps = try SmallClassification(label: LabelOptions(everyStep: true)).recipe
    steps.warmUp = .trueLength
    let fitted = try steps.fitted(to: task.split.train)
    let bundle = ModelBundle(
      model: .network(try task.network(everyStep: true)), recipe: fitted, seed: 1)
    let kept = try saved(bundle)
    let table = try kept.classify(task.series.rows(0..<6))
    #expect(table.count == 6)
    #expect(table.times?.map { $0 / SmallClassification.minute } == [0, 1, 2, 3, 4, 5])
    #expect(table.rows == [1, 2, 3, 4, 5, 6])
    #expect(table.actual?.count == 6)
    #expect(table.subjects?.count == 6)
    // What the windows say that end with the rows 3 and 6: all of them in turn.
    let answers = try kept.model.windowModel.outputs(
      for: fitted.frame(predicting: task.series.rows(0..<6)))
    let windows = stride(from: 0, to: answers.count, by: 5 * 3).map { answers[$0..<$0 + 5 * 3] }
    #expect(Array(windows[1].dropFirst(2 * 3).prefix(3)) == probabilities(table, 2))
    #expect(Array(windows[4].suffix(3)) == probabilities(table, 5))
    #expect(try kept.classifyLatest(task.series.rows(0..<6)).rows == [6])
    #expect(
      try kept.classifyLatest(task.series.rows(0..<6)).columns[0].probabilities
        == probabilities(table, 5))

    // Two persons' rows: everybody's own, and as a stream gives them from the fifth on.
    steps.warmUp = .none
    let full = ModelBundle(
      model: bundle.model, recipe: try steps.fitted(to: task.split.train), seed: 1)
    let both = try full.classify(task.series.rows(30..<42))
    #expect(both.rows == Array(31...42))
    #expect(both.subjects == ["p", "q"].flatMap { repeatElement($0, count: 6) })
  }

  private func probabilities(_ table: LabelTable, _ item: Int) -> [Float] {
    Array(table.columns[0].probabilities[item * 3..<item * 3 + 3])
  }

  @Test("A bundle of whole sequences answers once a sequence")
  func wholeSequences() throws {
    var recipe = task.recipe
    recipe.window = WindowOptions(lookback: 12, wholeSequences: true)
    recipe.sequence = "activity"
    let fitted = try recipe.fitted(to: task.split.train)
    let bundle = ModelBundle(model: .network(try task.network()), recipe: fitted, seed: 1)
    let table = try saved(bundle).classify(task.series)
    #expect(table.count == 12)
    #expect(table.actual?[0] == "walk")
    #expect(table.sequences == table.actual.map { $0.compactMap { $0 } })
    #expect(table.rows == (1...12).map { $0 * 12 })
  }

  @Test("A label asked of a forecaster, or a forecast of a classifier, is refused")
  func wrongTask() throws {
    let classifier = try bundle()
    #expect(throws: ForecastError.labels) { try classifier.predict(self.task.series) }
    #expect(throws: ForecastError.labels) { try classifier.predictLatest(self.task.series) }
    let forecast = try SmallTraining()
    let forecaster = ModelBundle(
      model: .network(try forecast.network()), recipe: forecast.fitted, seed: 1)
    #expect(throws: ForecastError.noLabels) { try forecaster.classify(forecast.series) }
    #expect(throws: ForecastError.noLabels) { try forecaster.classifyLatest(forecast.series) }
    #expect("\(ForecastError.labels)".contains("classify instead of predict"))
    #expect("\(ForecastError.noLabels)".contains("predict instead of classify"))
  }

  @Test("Results of both tasks are kept; without a task they are a forecast's")
  func results() throws {
    let network = try task.network()
    let baselines = try Baselines().fitted(to: task.training, validation: task.validation)
    let metrics = try TestResult(
      of: NetworkModel(network), against: baselines, on: task.test, streams: RandomStreams(seed: 1)
    ).runMetrics(training: nil, costs: [])
    guard case .classification(let figures) = metrics else {
      Issue.record("\(metrics)")
      return
    }
    #expect(figures.test.count == 24)
    var classifier = try bundle()
    classifier.results = .init(metrics)
    #expect(try saved(classifier).results == classifier.results)

    let forecast = try SmallTraining()
    let rivals = try Baselines().fitted(to: forecast.training)
    let old = try TestResult(
      of: NetworkModel(forecast.network()), against: rivals, on: forecast.test,
      streams: RandomStreams(seed: 1)
    ).runMetrics(training: nil, costs: [])
    var forecaster = ModelBundle(
      model: .network(try forecast.network()), recipe: forecast.fitted, seed: 1)
    forecaster.results = .init(old)
    try forecaster.save(to: path)
    #expect(try SafetensorsFile(reading: path).metadata["results"]?.contains("task") == false)
    #expect(try ModelBundle(reading: path).results == forecaster.results)
    // As metrics.json was written before there were tasks.
    for (written, isNamed) in [(old, false), (old, true), (metrics, true)] {
      let data = try JSONEncoder().encode(written)
      var keys = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      #expect(keys["task"] != nil)
      if !isNamed { keys["task"] = nil }
      let again = try JSONDecoder().decode(
        RunMetrics.self, from: JSONSerialization.data(withJSONObject: keys))
      #expect(again == written)
    }
  }
}
