import SluiceExperiment
import Testing

/// What a study file may not ask for, although each of its experiments could run.
@Suite("Checks of a study before its first trial")
struct StudyPlanChecksTests {
  private func plan(
    _ search: String, sampler: String = "random", objective: String = "mse",
    window: String = "{lookback: 10}", more: String = ""
  ) throws {
    _ = try StudyFile.plan(
      yaml: """
        experiment:
          target: power
          window: \(window)
          model: [{LSTM: {hiddenSize: 8}}, {Dropout: {rate: 0.1}}, {Dense: {units: 1}}]
        search: {\(search)}
        sampler: \(sampler)
        objective: \(objective)
        budget: {trials: 3}
        \(more)
        """, source: "study.yaml")
  }

  @Test(
    "Parameters that change the rows or values that trials are judged on are refused",
    arguments: [
      "split.train: {float: [0.5, 0.8]}", "split.validation: {choices: [0.1, 0.2]}",
      "data.rows: {integer: [100, 200]}", "window.horizon: {integer: [1, 2]}",
      "window.stride: {integer: [1, 3]}", "window.crossesGaps: {choices: [true, false]}",
      "cleaning.dropsMissing: {choices: [true, false]}",
    ])
  func rows(_ search: String) {
    let error = #expect(throws: ConfigError.self) { try plan(search) }
    #expect(error?.description.contains("leave these out of the search") == true)
  }

  @Test("A lookback is searched with forecasts after every row, or over folds")
  func lookback() throws {
    let search = "window.lookback: {integer: [5, 20]}"
    try plan(search)
    let error = #expect(throws: ConfigError.self) {
      try plan(search, window: "{lookback: 10, stride: 2}")
    }
    #expect(error?.description.contains("window.stride is 2") == true)
    try plan(search, window: "{lookback: 10, stride: 2}", more: "folds: {count: 3}")
  }

  @Test("A seed is not searched: the winner would be the luckiest")
  func seed() throws {
    let error = #expect(throws: ConfigError.self) { try plan("seed: {choices: [1, 2, 3]}") }
    #expect(
      error?.description.hasSuffix(
        """
        search: a parameter changes the seed, so that the winner would be the luckiest: leave it out of \
        the search; seeds: N judges a trial over several seeds.
        """) == true, "\(String(describing: error))")
    try plan("training.epochs: {choices: [1, 2]}", more: "seeds: 3")
  }

  @Test("What no trial looks at is refused", arguments: ["trueLength, history", "none, history"])
  func evaluation(_ rules: String) {
    let error = #expect(throws: ConfigError.self) {
      try plan("evaluation.warmUp: {choices: [\(rules)]}")
    }
    #expect(error?.description.contains("changes evaluation") == true)
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
