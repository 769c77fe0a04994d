import SluiceExperiment
import Testing

/// What a study file may not ask for, although each of its experiments could run.
@Suite("Checks of a study before its first trial")
struct StudyPlanChecksTests {
  private func plan(_ search: String, sampler: String = "random", objective: String = "mse") throws
  {
    _ = try StudyFile.plan(
      yaml: """
        experiment:
          target: power
          window: {lookback: 10}
          model: [{LSTM: {hiddenSize: 8}}, {Dropout: {rate: 0.1}}, {Dense: {units: 1}}]
        search: {\(search)}
        sampler: \(sampler)
        objective: \(objective)
        budget: {trials: 3}
        """, source: "study.yaml")
  }

  @Test(
    "Parameters that change the rows or values that trials are judged on are refused",
    arguments: [
      "split.train: {float: [0.5, 0.8]}", "split.validation: {choices: [0.1, 0.2]}",
      "data.rows: {integer: [100, 200]}", "window.horizon: {integer: [1, 2]}",
    ])
  func rows(_ search: String) {
    let error = #expect(throws: ConfigError.self) { try plan(search) }
    #expect(error?.description.contains("leave these out of the search") == true)
  }

  @Test("Loss and scaling may be searched by an error in the target's units only")
  func losses() throws {
    for search in [
      "training.loss: {choices: [mse, mae]}", "scaling: {choices: [minMax, standard]}",
    ] {
      try plan(search, objective: "rmse")
      let error = #expect(throws: ConfigError.self) {
        try plan(search, objective: "validationLoss")
      }
      #expect(error?.description.contains("take rmse or mae") == true)
    }
  }

  @Test("A population's weights keep their shape, or what changes it is fixed")
  func shapes() throws {
    let size =
      "model.0.LSTM.hiddenSize: {integer: [4, 8]}, model.1.Dropout.rate: {float: [0.1, 0.5]}"
    let error = #expect(throws: ConfigError.self) { try plan(size, sampler: "population") }
    #expect(error?.description.contains("model.0.LSTM.hiddenSize changes the shape") == true)
    try plan(size, sampler: "{population: {fixed: [model.0.LSTM.hiddenSize]}}")
    try plan("model.1.Dropout.rate: {float: [0.1, 0.5]}", sampler: "population")
  }
}
