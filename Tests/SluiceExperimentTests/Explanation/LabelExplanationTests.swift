import Foundation
import SluiceExplain
import SluiceModels
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// Why a window is given its label: `x` tells the activity, `z` does not.
@Suite struct LabelExplanationTests {
  /// A run on persons who rest, walk and run in turn.
  private func trained() throws -> (readings: SmallReadings, run: String) {
    let readings = try SmallReadings()
    try readings.write(["ann": 60, "bob": 60, "cyd": 60, "dee": 60])
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: readings.csv}
        target: activity
        subject: person
        features: {columns: [x, z]}
        window: {lookback: 6}
        split: {subjects: {test: [dee], validation: [cyd]}}
        model: [LSTM: {hiddenSize: 8}, Dense: {units: 3}]
        training:
          {batchSize: 10, epochs: 20, patience: null, optimizer: {adam: {learningRate: 0.01}}}
        """, source: readings.path("exp.yaml"))
    _ = try ExperimentRun(experiment: experiment).write(to: readings.path("run"))
    return (readings, readings.path("run"))
  }

  private func settings(
    _ change: (inout ExplanationSettings) -> Void = { _ in }
  ) -> ExplanationSettings {
    var settings = ExplanationSettings()
    settings.windows = 40
    change(&settings)
    return settings
  }

  @Test func `each window is explained by the class that it is given`() throws {
    let (readings, path) = try trained()
    defer { withExtendedLifetime(readings) {} }
    let run = try ExplanationRun(path)
    // Where the network is certain all probabilities are 1: log odds tell one window from another.
    let report = try run.report(settings { $0.classScore = .logOdds })
    let own = try #require(report.answers.first).attribution
    #expect(report.answers.count == 1 && own.answer == "the class given" && own.count == 40)
    let all = try run.report(
      settings {
        $0.answers = .all
        $0.classScore = .logOdds
      }
    ).answers.map(\.attribution)
    #expect(all.map(\.answer) == ["rest", "run", "walk"])
    #expect(report.answers[0].trust?.answer == "the class given")
    let lines = ExplanationFile.text(of: report).split(separator: "\n")
    #expect(lines[0].hasSuffix("rowsBack,input,reading,class,share(the class given)"))
    var classes: Set<Int> = []
    for window in 0..<40 {
      let scores = all.map { $0.answers[window] }
      let given = try #require(scores.indices.max { scores[$0] < scores[$1] })
      classes.insert(given)
      #expect(own.answers[window] == scores[given])
      #expect(own.windowAnswers?[window] == all[given].answer)
      #expect(lines[1 + 12 * window].contains(",\(all[given].answer),"))
      #expect(own.baselines?[window] == all[given].baselines?[window])
      #expect(own[window, 5, 0] == all[given][window, 5, 0])
    }
    #expect(classes.count == 3)
    #expect(Set(own.answers).count > 10)
  }

  @Test func `what tells the activity counts, and what does not does little`() throws {
    let (readings, path) = try trained()
    defer { withExtendedLifetime(readings) {} }
    let report = try ExplanationRun(path).report(settings())
    let sizes = report.answers[0].attribution.importanceByInput
    #expect(sizes.map(\.name) == ["x", "z"])
    #expect(sizes[0].mean > 2 * sizes[1].mean, "\(sizes)")
    let permutation = try #require(report.permutation)
    #expect(permutation.measure == "share of wrong labels")
    #expect(permutation.importances[0].mean > 0.2)
    #expect(permutation.importances[0].mean > 2 * abs(permutation.importances[1].mean))
    #expect(report.windows.actual == nil)
    let text = report.text()
    #expect(text.contains("the score of the class that each window is given"), "\(text)")
  }

  @Test func `one class is explained in log odds when that is asked for`() throws {
    let (readings, path) = try trained()
    defer { withExtendedLifetime(readings) {} }
    let run = try ExplanationRun(path)
    let report = try run.report(
      settings {
        $0.answers = .label("walk")
        $0.classScore = .logOdds
      })
    let probabilities = try run.report(settings { $0.answers = .label("walk") })
    for window in 0..<40 {
      let p = Double(probabilities.answers[0].attribution.answers[window])
      let logit = Double(report.answers[0].attribution.answers[window])
      #expect(abs(1 / (1 + exp(-logit)) - p) < 1e-4)
    }
    #expect(throws: ExplainError.self) { try run.report(settings { $0.answers = .label("swim") }) }
  }
}
