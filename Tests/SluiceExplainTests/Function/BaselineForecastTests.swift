import SluiceData
import SluiceModels
import SluiceTensor
import Testing

@testable import SluiceExplain

/// Forecasts of baselines as functions of windows.
@Suite struct BaselineForecastTests {
  private func function(_ baseline: Baseline, _ task: ExplainTask) throws -> any ModelFunction {
    try ModelBundle(model: .baseline(baseline), recipe: task.fitted, seed: 1).explainedFunction()
  }

  /// The share of the largest size by which numbers differ at most.
  private func distance(_ found: [Float], _ expected: [Float]) -> Double {
    largestDistance(found, expected) / Double(expected.map(abs).max() ?? 1)
  }

  @Test func `each forecast is the baseline's own, under every scaling, transform and reference`()
    throws
  {
    let tasks = try [
      ExplainTask(horizon: 3, scaling: .minMax()), ExplainTask(inputs: 2, transform: .log1p),
      ExplainTask(horizon: 2, reference: .lastReading),
    ]
    for task in tasks {
      // One row before the end of the season: within the window of five rows.
      let fitted = try Baselines(season: 4).fitted(to: task.frame)
      #expect(
        fitted.models.map(\.name) == ["persistence", "seasonalNaive", "drift", "mean", "ridge"])
      for baseline in fitted.models {
        let function = try function(baseline, task)
        #expect(function.answers == task.fitted.recipe.steps.map { "+\($0)" })
        #expect(function.steps == 5 && function.inputs == task.fitted.recipe.inputs)
        let own = try baseline.outputs(for: task.frame)
        let found = function.values(try function.windows(of: task.frame))
        #expect(found.count == own.count && distance(found, own) < 1e-6, "\(baseline.name)")
      }
      // Drift and season are no other forecast in disguise.
      #expect(Set(try fitted.models.map { try $0.outputs(for: task.frame) }).count == 5)
    }
  }

  @Test func `the gradient is that of the answers, behind the target's transform too`() throws {
    let task = try ExplainTask(horizon: 2, transform: .log1p)
    for baseline in try Baselines(season: 4).fitted(to: task.frame).models {
      let function = try #require(function(baseline, task) as? any DifferentiableFunction)
      let windows = try task.function(task.network(outputs: 2)).windows(of: task.frame)
        .selecting([3, 17])
      for answer in 0..<2 {
        let (values, derivatives) = function.gradient(of: answer, at: windows)
        #expect(values == function.values(of: answer, at: windows))
        let step: Float = 1e-2
        for cell in 0..<15 {
          func moved(_ by: Float) -> [Float] {
            var moved = windows
            moved.withUnsafeMutableBufferPointer { readings in
              for window in 0..<2 { readings[window * 15 + cell] += by }
            }
            return function.values(of: answer, at: moved)
          }
          let (high, low) = (moved(step), moved(-step))
          for window in 0..<2 {
            let expected = (high[window] - low[window]) / (2 * step)
            let found = derivatives[window * 15 + cell]
            #expect(abs(found - expected) < 3e-3, "\(baseline.name), \(cell)")
          }
        }
        let isFlat = derivatives.allSatisfy { $0 == 0 }
        #expect(isFlat == (baseline.name == "mean"), "\(baseline.name)")
      }
    }
  }

  @Test func `of a ridge, Shapley values and integrated gradients are weight times difference`()
    throws
  {
    let task = try ExplainTask(inputs: 2, lookback: 3, horizon: 2)
    let fitted = try Baselines().fitted(to: task.frame)
    guard case .ridge(let ridge) = try #require(fitted["ridge"]) else { return }
    let function = try function(.ridge(ridge), task)
    let windows = try function.windows(of: task.frame).selecting([0, 11])
    let scale = Float(task.fitted.targetScale.scale)
    let expected = windows.values.enumerated().map { place, reading in
      scale * ridge.weights[6 + place % 6] * reading
    }
    let shapley = Shapley(.cells, estimator: .exact, random: RandomStreams(seed: 1))
    let methods: [any AttributionMethod] = [
      shapley, IntegratedGradients(), InputTimesGradient(), Occlusion(),
    ]
    for method in methods {
      let shares = try method.attribution(of: function, windows: windows, answer: 1)
      #expect(shares.answer == "+2" && distance(shares.values, expected) < 1e-5, "\(method.name)")
    }
  }

  @Test func `a naive forecast rests on the one reading that it repeats`() throws {
    let task = try ExplainTask(horizon: 2)
    let fitted = try Baselines(season: 4).fitted(to: task.frame)
    // The forecast two rows ahead is the reading of four rows before: two rows before the last one.
    for (name, step) in [("persistence", 4), ("drift", 4), ("seasonalNaive", 2)] {
      let function = try function(try #require(fitted[name]), task)
      let windows = try function.windows(of: task.frame)
      let shares = try IntegratedGradients().attribution(
        of: function, windows: windows, answer: 1)
      for place in shares.values.indices where place % 15 != step * 3 {
        #expect(shares.values[place] == 0)
      }
      #expect(shares[7, step, 0] != 0, "\(name)")
    }
  }

  @Test func `a baseline that looks beyond its window is refused, with the reason`() throws {
    let task = try ExplainTask()
    // The season of six rows ends five rows before the last one: one row before the window.
    #expect(
      throws: ExplainError.beforeWindow(
        name: "seasonalNaive", target: "a", rowsBack: 5, lookback: 5)
    ) { try function(.seasonalNaive(SeasonalNaive(season: Season(rows: 6, origin: .given))), task) }
    let unseen = try ExplainTask(features: ["b", "c"])
    for baseline in [Baseline.persistence(Persistence()), .drift(Drift(slope: 1))] {
      #expect(throws: ExplainError.targetUnseen(name: baseline.name, target: "a")) {
        try function(baseline, unseen)
      }
    }
    // The mean looks at nothing.
    _ = try function(.mean(TrainingMean(value: 2)), unseen)
  }

  @Test func `windows from which the baseline's answers do not follow are refused`() throws {
    let task = try ExplainTask(cleaning: Cleaning(outliers: .winsorize()))
    let last = try task.frame.series.column("a")
    let bounds = try #require(task.fitted.outliers?.bounds(of: "a"))
    let differing = (0..<task.frame.count).count { window in
      let reading = last[task.frame.windows.inputRows(window).upperBound - 1]
      return bounds.bounded(reading) != reading
    }
    #expect(differing > 0 && differing < task.frame.count)
    // Persistence takes readings as they are, and windows hold them within the bounds.
    let function = try function(.persistence(Persistence()), task)
    #expect(
      throws: ExplainError.otherAnswers(
        name: "persistence", count: differing, of: task.frame.count)
    ) { try function.windows(of: task.frame) }
  }
}
