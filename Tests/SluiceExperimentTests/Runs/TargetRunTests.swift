import Foundation
import SluiceData
import SluiceModels
import SluiceTuning
import Testing

@testable import SluiceExperiment

/// Runs whose target is bent and told relative to a reference, and whose features are selected.
@Suite final class TargetRunTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-target-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Growth with a wave of six minutes, and what moves it a minute before; a gap after row 200.
    var text = "time,y,x,noise\n"
    for row in 0..<400 {
      let minute = row + (row > 200 ? 30 : 0)
      let x = Double(row * row % 17)
      let before = Double((row - 1) * (row - 1) % 17)
      let y = 3 * exp(0.005 * Double(row)) * (1 + 0.03 * before + (row % 6 == 0 ? 0.5 : 0))
      let stamp = CivilTime(microseconds: 1_704_067_200_000_000 + Int64(minute) * 60_000_000)
      text += "\(stamp),\(Float(y)),\(x),\(row * 7919 % 101)\n"
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private static let yaml = """
    data: {path: readings.csv}
    target: y
    targetReference: {season: 6 min}
    features:
      columns: [x, noise]
      derived: [{logReturn: {column: y, by: [1, 6]}}]
      select: {method: mutualInformation, keep: 3}
    transforms: {y: log1p}
    split: {train: 0.8, validation: 0.1}
    window: {lookback: 3}
    model: [{LSTM: {hiddenSize: 4}}, {Dense: {units: 1}}]
    training: {batchSize: 16, epochs: 5, optimizer: {adam: {learningRate: 0.01}}}
    """

  private func experiment(_ sets: String...) throws -> Experiment {
    try ExperimentFile.experiment(yaml: Self.yaml, source: path("exp.yaml"), overrides: sets)
  }

  @Test("A run from readings to report, evaluation, forecasts, diagnosis and backtest")
  func run() throws {
    let experiment = try experiment()
    let text = try ExperimentFile.text(of: experiment)
    #expect(try ExperimentFile.experiment(yaml: text, source: path("exp.yaml")) == experiment)
    var talk: [String] = []
    guard
      case .finished(.forecast(let metrics)) = try ExperimentRun(
        experiment: experiment, say: { talk.append($0) }
      ).write(to: path("run"))
    else { return }
    let said = talk.joined(separator: "\n")
    #expect(said.contains("\nLeft out: noise has a mutual information of "), "\(said)")
    #expect(said.contains(" with y 1 row later, rank 4 of 4; 3 are kept."), "\(said)")
    // After the gap the window of row 203 on lacks readings six minutes ago; so do those before row 7.
    #expect(said.contains(" more have no reference (targetReference) in their stretch"), "\(said)")

    let model = try LoadedModel(path("run"))
    let recipe = model.bundle.recipe
    #expect(recipe.recipe.inputs == ["x", "y logReturn 1", "y logReturn 6"])
    #expect(recipe.recipe.readings == ["x", "y"])
    #expect(recipe.reference?.rows == 6)
    #expect(recipe.dropped?.map(\.name) == ["noise"])
    let report = try String(contentsOfFile: path("run/report.html"), encoding: .utf8)
    #expect(report.contains("y: log1p") && report.contains("left out"))

    // The same forecasts as in the run, made after each row.
    guard case .forecasts(let table) = try model.predict(path("readings.csv"), latestOnly: false)
    else { return }
    let values = table.forecasts[0].values
    #expect(values.allSatisfy { $0 >= 0 })
    let known = zip(values, table.actual).suffix(40).filter { !$1.isNaN }
    let error = known.reduce(0) { $0 + abs($1.0 - $1.1) } / Float(known.count)
    #expect(Double(error) < 3 * metrics.test.mae)
    guard case .forecast(let again) = try model.evaluate(path("readings.csv")) else { return }
    #expect(again.test.mae.isFinite)
    _ = try DiagnosisRun(path("run")).report()
    let origin = RollingOrigin(folds: 2, testRows: 30)
    let backtest = try BacktestRun(experiment: experiment, origin: origin).run()
    #expect(backtest.folds.count == 2)
  }

  @Test("Folds of a study have a reference and a selection of their own")
  func folds() throws {
    let plan = try StudyFile.plan(
      yaml: """
        experiment:
        \(Self.yaml.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
          .replacingOccurrences(of: "readings.csv", with: path("readings.csv")))
        search: {window.lookback: {choices: [2, 9]}}
        objective: rmse
        folds: {count: 2}
        budget: {trials: 2}
        """, source: path("study.yaml"))
    let data = StudyData(folds: plan.folds, references: plan.references, limit: 4)
    for lookback in [2, 9] {
      let folds = try data.folds(
        of: plan.experiment(for: ["window.lookback": .int(lookback)]))
      #expect(folds.count == 2)
      for fold in folds {
        #expect(fold.recipe.reference != nil)
        #expect(fold.recipe.recipe.inputs.count == 3)
        #expect(fold.training.windows.references?.count == fold.training.count)
        #expect(fold.validation.windows.references?.count == fold.validation.count)
      }
      #expect(folds[0].recipe.reference != folds[1].recipe.reference)
    }
  }

  @Test(
    "What does not go together is refused with its line",
    arguments: [
      ("transforms={z: log1p}", "there is no feature or target 'z'"),
      ("transforms={y logReturn 1: log1p}", "there is no feature or target 'y logReturn 1'"),
      ("transforms={x: log}", "no transform is named \"log\""),
      ("transforms={y: {logit: {lower: 1, upper: 0}}}", "must be a finite number above lower"),
      ("transforms={y: {boxCox: {lambda: -1}}}", "must be from 0.0 to 5.0, found -1.0"),
      ("targetReference=soon", "no reference of the target is named \"soon\""),
      ("targetReference={season: 0}", "must be a number of rows from 1"),
      ("features.select={keep: 2, threshold: 1}", "either keep"),
      ("features.select={method: best, keep: 1}", "no such choice: 'best'"),
    ])
  func refusals(set: String, words: String) {
    #expect {
      _ = try experiment(set)
    } throws: { "\($0)".contains(words) }
  }

  @Test("Labels have no reference")
  func labels() {
    let yaml = """
      task: classification
      target: label
      features: {columns: [x, y]}
      model: [{LSTM: {hiddenSize: 8}}, {Dense: {units: 2}}]
      """
    #expect {
      _ = try ExperimentFile.experiment(
        yaml: yaml, source: "labels.yaml", overrides: ["targetReference=line"])
    } throws: { "\($0)".contains("task: forecast") }
  }

  @Test("A reading that a transform does not take stops training with its row")
  func domain() throws {
    #expect {
      _ = try ExperimentRun(experiment: experiment("transforms={x: boxCox}")).write(to: path("no"))
    } throws: {
      "\($0)".contains("Column \"x\" is 0.0 in row 1 of the data, but the transform boxCox needs")
    }
    #expect(!FileManager.default.fileExists(atPath: path("no")))
  }
}
