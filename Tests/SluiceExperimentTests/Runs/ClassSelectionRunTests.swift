import Foundation
import SluiceExperiment
import SluiceModels
import SluiceReport
import Testing

/// A classification whose features are selected.
@Suite struct ClassSelectionRunTests {
  private static let yaml = """
    task: classification
    target: activity
    subject: person
    features: {columns: [x, z], select: {keep: 1}}
    split: {subjects: {test: [cem]}}
    window: {lookback: 6}
    model: [{LSTM: {hiddenSize: 3}}, {Dense: {units: 3}}]
    training: {epochs: 2}
    """

  @Test("The run keeps what tells the label, says what it left out, and labels with the rest")
  func run() throws {
    let readings = try SmallReadings()
    try readings.write(["ann": 20, "bob": 20, "cem": 20])
    let experiment = try ExperimentFile.experiment(
      yaml: "data: {path: readings.csv}\n" + Self.yaml, source: readings.path("exp.yaml"))
    var talk: [String] = []
    _ = try ExperimentRun(experiment: experiment, say: { talk.append($0) })
      .write(to: readings.path("run"))
    let said = talk.joined(separator: "\n")
    #expect(said.contains("Left out: z has a mutual information of "), "\(said)")
    #expect(said.contains(" with activity, rank 2 of 2; 1 are kept."), "\(said)")
    let model = try LoadedModel(readings.path("run"))
    #expect(model.bundle.recipe.recipe.inputs == ["x"])
    #expect(try model.predict(readings.path(), latestOnly: false).count > 100)
    _ = try DiagnosisRun(readings.path("run")).report()
  }

  @Test("A selection does not go with turning sensors")
  func rotation() {
    #expect {
      _ = try ExperimentFile.experiment(
        yaml: Self.yaml.replacingOccurrences(of: "[x, z]", with: "[x, y, z]"),
        source: "exp.yaml",
        overrides: ["training.rotation={degrees: 20, sensors: [[x, y, z]]}"])
    } throws: { "\($0)".contains("select may leave out a column that training.rotation turns") }
  }
}
