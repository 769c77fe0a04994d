import SluiceExperiment
import Testing

/// Experiments that make no sense, or ask for more than any machine has.
@Suite struct ExperimentRefusalTests {
  private func complaint(_ yaml: String, _ sets: String...) -> String {
    do {
      let experiment = try ExperimentFile.experiment(
        yaml: "target: y\n" + yaml, source: "exp.yaml", overrides: sets)
      return "decoded: \(experiment)"
    } catch {
      return String(describing: error)
    }
  }

  @Test(
    "numbers beyond all use are refused where they stand",
    arguments: [
      "window.lookback", "window.horizon", "window.stride", "training.batchSize",
      "training.accumulation", "training.epochs", "training.patience", "evaluation.season",
      "data.rows", "cleaning.fill.linear.limit", "training.schedule.warmUp.steps",
      "training.schedule.cosine.period", "training.schedule.reduceOnPlateau.patience",
    ])
  func tooLarge(key: String) {
    for value in ["9223372036854775807", "1000000001"] {
      #expect(
        complaint("window: {lookback: 3}", "\(key)=\(value)")
          == "--set \(key)=\(value): \(key): must be at most 1000000000, found \(value).")
    }
  }

  @Test(
    "a network that no machine holds is refused before it is built",
    arguments: [
      ("[LSTM: {hiddenSize: 100000}, Dense: {units: 1}]", "40000800000"),
      ("[LSTM: {hiddenSize: 1000000000}, Dense: {units: 1}]", "4.000000008e+18"),
      ("[GRU: {hiddenSize: 20000}, Dense: {units: 1}]", "1200180000"),
      ("[Bidirectional: {layer: {LSTM: {hiddenSize: 9000}}}, Dense: {units: 1}]", "648144000"),
      ("[LSTM: {hiddenSize: 1}, Dense: {units: 1000000000}]", "2000000012"),
    ])
  func network(model: String, parameters: String) {
    #expect(
      complaint("model: \(model)") == """
        exp.yaml:2:8: model: the network would have \(parameters) parameters, at most 500000000 are \
        possible; use fewer units.
        """)
  }

  @Test("many steps ask for a network that is too large, with the usual layers, too")
  func horizon() {
    let found = complaint("window: {lookback: 3, horizon: 1000000000, steps: all}")
    #expect(found.hasPrefix("exp.yaml:1:1: model: the network would have 33000004352 parameters"))
  }

  @Test("windows too short for a layer are refused, with the layer and the steps that it gets")
  func tooFewSteps() {
    let layers =
      "[Conv1D: {filters: 2, kernelSize: 5}, MaxPool1D: {size: 4}, LSTM: {hiddenSize: 2}, "
      + "Dense: {units: 1}]"
    let yaml = "window: {lookback: 7}\nmodel: \(layers)"
    #expect(
      complaint(yaml) == """
        exp.yaml:3:8: model: with window.lookback 7 layer 1 (MaxPool1D) needs a sequence of at least 4 \
        steps, but it gets 3; take a longer lookback, a smaller kernel, pool or stride, or padding: same.
        """)
    #expect(complaint(yaml, "window.lookback=8").hasPrefix("decoded"))
  }

  @Test("several columns to forecast are refused when the file is read")
  func targets() {
    #expect(
      complaint("", "target=[y, x, z]") == """
        --set target=[y, x, z]: target: must be one column, found a list of 3; forecasts of several \
        columns at once are not possible yet: train a model for each column.
        """)
  }

  @Test("a quantile loss of several levels is refused when the file is read")
  func levels() {
    #expect(
      complaint("training: {loss: {quantile: {levels: [0.1, 0.5, 0.9]}}}") == """
        exp.yaml:2:11: training: the quantile loss has 3 levels, but one value is forecast for each \
        step: give one level, such as loss: {quantile: {levels: [0.5]}}.
        """)
    #expect(complaint("training: {loss: {quantile: {levels: [0.9]}}}").hasPrefix("decoded"))
  }

  @Test("training that would judge no epoch is refused")
  func startEpoch() {
    #expect(
      complaint("training: {epochs: 3, startEpoch: 4}") == """
        exp.yaml:2:35: training.startEpoch: must be at most the number of epochs (3), found 4.
        """)
    #expect(complaint("training: {epochs: 3, startEpoch: 3}").hasPrefix("decoded"))
  }

  @Test("a scaling rule for a column that is not there is refused")
  func scaling() {
    #expect(
      complaint("features: {columns: [power, x]}\nscalingByColumn: {powr: none}") == """
        exp.yaml:3:18: scalingByColumn: there is no feature or target 'powr'; did you mean 'power'? \
        The columns are: power, x, y.
        """)
    #expect(
      complaint("scalingByColumn: {quality: none}") == """
        exp.yaml:2:18: scalingByColumn: there is no feature or target 'quality'. The columns are: y.
        """)
  }

  @Test("a calendar without a cycle is refused", arguments: ["[]", "{}"])
  func calendar(cycles: String) {
    #expect(
      complaint("features: {calendar: {cycles: \(cycles)}}") == """
        exp.yaml:2:31: features.calendar.cycles: No cycle of the calendar is named: name one of \
        timeOfDay, week, year, or leave the calendar out.
        """)
  }
}
