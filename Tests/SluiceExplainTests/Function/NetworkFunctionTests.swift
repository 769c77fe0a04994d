import SluiceExplain
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceData
@testable import SluiceModels

@Suite("Networks as functions of windows")
struct NetworkFunctionTests {
  /// The largest difference between the derivatives and central differences of the values, relative to
  /// the largest derivative.
  private func error(_ function: NetworkFunction, of answer: Int, at windows: Tensor) -> Float {
    let derivatives = function.gradient(of: answer, at: windows).derivatives
    let width = function.answers.count
    let cells = windows.count / windows.shape[0]
    var worst: Float = 0
    for cell in 0..<cells {
      let step: Float = 0.03125
      func moved(_ distance: Float) -> [Float] {
        var moved = windows
        moved.withUnsafeMutableBufferPointer { readings in
          for window in 0..<windows.shape[0] { readings[window * cells + cell] += distance }
        }
        let values = function.values(moved)
        return (0..<windows.shape[0]).map { values[$0 * width + answer] }
      }
      let (above, below) = (moved(step), moved(-step))
      for window in 0..<windows.shape[0] {
        let expected = (above[window] - below[window]) / (2 * step)
        worst = max(worst, abs(derivatives[window * cells + cell] - expected))
      }
    }
    return worst / (derivatives.map(abs).max() ?? 0)
  }

  @Test("Answers are the network's forecasts in the target's own units, one a horizon step")
  func forecasts() throws {
    let task = try ExplainTask(horizon: 3)
    let network = try task.network(outputs: 3)
    let function = try task.function(network)
    #expect(function.answers == ["+1", "+2", "+3"])
    #expect(function.inputs == ["a", "b", "c"])
    let windows = try function.windows(of: task.frame)
    #expect(windows.shape == [54, 5, 3])
    #expect(function.values(windows) == (try NetworkModel(network).outputs(for: task.frame)))
    #expect(try function.answer(step: 2) == 1)
  }

  @Test("Derivatives of each forecast step agree with differences, over more than one batch")
  func forecastDerivatives() throws {
    let task = try ExplainTask(horizon: 3, rows: 311)
    let function = try task.function(task.network(outputs: 3))
    let windows = try function.windows(of: task.frame)
    #expect(windows.shape[0] > 256)
    for answer in 0..<3 {
      #expect(error(function, of: answer, at: windows) < 2e-3)
      let values = function.values(windows)
      let own = (0..<windows.shape[0]).map { values[$0 * 3 + answer] }
      let told = function.gradient(of: answer, at: windows).values
      #expect(zip(own, told).allSatisfy { abs($0 - $1) <= 1e-5 })
    }
  }

  @Test("Where the target is bent before it is scaled, the derivative is that of its own unit")
  func bentTarget() throws {
    let task = try ExplainTask()
    let scalers = task.fitted.scalers.map { scaler in
      let columns = scaler.columns.map {
        $0.column == "a"
          ? ColumnScale(column: "a", offset: 1.2, scale: 0.8, curve: .log1p(least: -1)) : $0
      }
      return FittedScaler(
        scaler: scaler.scaler, columns: columns, rows: scaler.rows, from: scaler.from,
        to: scaler.to)
    }
    let bent = FittedRecipe(recipe: task.fitted.recipe, scalers: scalers, interval: nil)
    let network = try task.network()
    let function = try NetworkFunction(network, recipe: bent)
    let windows = try function.windows(of: task.frame)
    #expect(function.values(windows) == bent.unscaled(network.predict(windows).values))
    #expect(error(function, of: 0, at: windows) < 2e-3)
  }

  @Test("A bent target has the slope of its inverse; a relative one tells what it adds")
  func bentForecasts() throws {
    let bent = try ExplainTask(horizon: 2, transform: .log1p)
    var network = try bent.network(outputs: 2)
    var function = try bent.function(network)
    var windows = try function.windows(of: bent.frame)
    #expect(function.values(windows) == (try NetworkModel(network).outputs(for: bent.frame)))
    for answer in 0..<2 { #expect(error(function, of: answer, at: windows) < 2e-3) }

    let told = try ExplainTask(horizon: 2, reference: .lastReading)
    network = try told.network(outputs: 2)
    function = try told.function(network)
    windows = try function.windows(of: told.frame)
    for answer in 0..<2 { #expect(error(function, of: answer, at: windows) < 2e-3) }
    let forecasts = try NetworkModel(network).outputs(for: told.frame)
    let changes = function.values(windows)
    for window in 0..<told.frame.count {
      let row = told.frame.windows.inputRows(window).upperBound - 1
      let last = try told.frame.series.column("a")[row]
      for step in 0..<2 {
        let place = window * 2 + step
        #expect(abs(forecasts[place] - last - changes[place]) < 1e-5)
      }
    }
  }

  @Test(
    "Derivatives of the score of each class agree with differences, calibrated or not",
    arguments: ClassScore.allCases)
  func classDerivatives(score: ClassScore) throws {
    for (classes, outputs) in [(3, 3), (2, 2), (2, 1)] {
      for temperature in [nil, 0.6] {
        let task = try ExplainTask(classes: classes, temperature: temperature)
        let function = try task.function(task.network(outputs: outputs), score)
        #expect(function.answers == Array(ExplainTask.classNames.prefix(classes)))
        let windows = try function.windows(of: task.frame)
        for answer in 0..<classes {
          #expect(error(function, of: answer, at: windows) < 2e-3)
        }
      }
    }
  }

  @Test("Probabilities are the calibrated ones of the model, log odds their logits")
  func scores() throws {
    for (classes, outputs) in [(3, 3), (2, 1)] {
      let task = try ExplainTask(classes: classes, temperature: 0.6)
      let network = try task.network(outputs: outputs)
      let function = try task.function(network)
      let windows = try function.windows(of: task.frame)
      let probabilities = function.values(windows)
      #expect(probabilities == (try NetworkModel(network).outputs(for: task.frame)))
      let odds = try task.function(network, .logOdds).values(windows)
      // By the definition: tanh(l / 2) = 2 p - 1, which no rounding near 0.5 disturbs.
      for (p, l) in zip(probabilities, odds) {
        #expect(abs(1 / (1 + Double(Float(0) - l).exponential) - Double(p)) < 1e-6)
      }
    }
  }

  @Test("Where each step is labeled, the last step's label is explained")
  func everyStep() throws {
    let task = try ExplainTask(classes: 3, everyStep: true)
    let network = try task.network(outputs: 3, everyStep: true)
    let function = try task.function(network)
    let windows = try function.windows(of: task.frame)
    let all = try NetworkModel(network).outputs(for: task.frame)
    let last = (0..<windows.shape[0]).flatMap { (window: Int) -> [Float] in
      Array(all[(window * 15 + 12)..<(window * 15 + 15)])
    }
    #expect(function.values(windows) == last)
    #expect(error(function, of: 1, at: windows) < 2e-3)
  }

  @Test("A bundle gives its network; one that holds a baseline is refused with its name")
  func bundles() throws {
    let task = try ExplainTask()
    let network = try task.network()
    let bundle = ModelBundle(model: .network(network), recipe: task.fitted, seed: 1)
    let windows = try task.function(network).windows(of: task.frame)
    #expect(try NetworkFunction(bundle).values(windows) == task.function(network).values(windows))
    let baseline = ModelBundle(
      model: .baseline(.persistence(Persistence())), recipe: task.fitted, seed: 1)
    #expect(throws: ExplainError.baseline(name: "persistence")) { try NetworkFunction(baseline) }
    #expect(try bundle.explainedFunction() is NetworkFunction)
  }

  @Test("Steps beyond the horizon, unknown classes and questions of the other task are refused")
  func choices() throws {
    let forecast = try ExplainTask(horizon: 3)
    let function = try forecast.function(forecast.network(outputs: 3))
    #expect(throws: ExplainError.noSuchStep(found: 4, steps: [1, 2, 3])) {
      try function.answer(step: 4)
    }
    #expect(throws: ExplainError.forecasts(steps: [1, 2, 3])) { try function.answer(class: "run") }
    let labels = try ExplainTask(classes: 3)
    let classifier = try labels.function(labels.network(outputs: 3))
    #expect(try classifier.answer(class: "run") == 2)
    #expect(
      throws: ExplainError.noSuchClass(
        name: "quue", nearest: "queue", classes: ["pause", "queue", "run"])
    ) { try classifier.answer(class: "quue") }
    #expect(throws: ExplainError.labels(classes: ["pause", "queue", "run"])) {
      try classifier.answer(step: 1)
    }
  }

  @Test("Windows shorter than the lookback are refused with counts; whole ones can be chosen")
  func shortWindows() throws {
    let task = try ExplainTask(warmUp: .trueLength)
    let function = try task.function(task.network())
    // 61 rows: windows of 2, 3 and 4 readings come before the first whole one.
    #expect(
      throws: ExplainError.shortWindows(count: 3, of: 59, shortest: 2, lookback: 5)
    ) { try function.windows(of: task.frame) }
    let whole = task.frame.selecting(task.frame.wholeWindows)
    #expect(try function.windows(of: whole).shape == [56, 5, 3])
  }

  @Test("A frame with other inputs or another lookback is refused")
  func otherFrames() throws {
    let (task, other) = try (ExplainTask(), ExplainTask(inputs: 2))
    let function = try task.function(task.network())
    #expect(throws: ExplainError.otherInputs(expected: ["a", "b", "c"], found: ["a", "b"])) {
      try function.windows(of: other.frame)
    }
    let longer = try ExplainTask(lookback: 7)
    #expect(throws: ExplainError.windows(expected: [5, 3], found: [54, 7, 3])) {
      try function.windows(of: longer.frame)
    }
  }
}

extension Double {
  /// The exponential by its series, so that the test needs no mathematics library.
  fileprivate var exponential: Double {
    (1...60).reversed().reduce(1.0) { 1 + self / Double($1) * $0 }
  }
}
