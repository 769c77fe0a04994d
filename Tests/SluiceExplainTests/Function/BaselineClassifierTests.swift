import SluiceData
import SluiceModels
import SluiceTensor
import Testing

@testable import SluiceExplain

/// Labels of baselines as functions of windows.
@Suite struct BaselineClassifierTests {
  private func baselines(_ task: ExplainTask) throws -> [Baseline] {
    try Baselines().fitted(to: task.frame).models
  }

  private func function(
    _ baseline: Baseline, _ task: ExplainTask, _ score: ClassScore = .probability
  ) throws -> any ModelFunction {
    try ModelBundle(model: .baseline(baseline), recipe: task.fitted, seed: 1)
      .explainedFunction(classScore: score)
  }

  @Test func `the probabilities are the baseline's own`() throws {
    let task = try ExplainTask(classes: 3)
    let baselines = try baselines(task)
    #expect(baselines.map(\.name) == ["majorityClass", "nearestCentroid", "logisticRegression"])
    for baseline in baselines {
      let function = try function(baseline, task)
      #expect(function.answers == ["pause", "queue", "run"])
      let windows = try function.windows(of: task.frame)
      #expect(function.values(windows) == (try baseline.outputs(for: task.frame)))
      #expect(try function.answer(class: "run") == 2)
    }
  }

  @Test func `where each step is labeled, the last one is explained`() throws {
    let task = try ExplainTask(classes: 2, everyStep: true)
    for baseline in try baselines(task) {
      let function = try function(baseline, task)
      let windows = try function.windows(of: task.frame)
      let all = try baseline.outputs(for: task.frame)
      // Five steps of two classes: the last two of ten numbers.
      let last = (0..<task.frame.count).flatMap { all[$0 * 10 + 8..<$0 * 10 + 10] }
      #expect(function.values(windows) == last, "\(baseline.name)")
    }
  }

  @Test func `log odds are finite, and those of the probabilities`() throws {
    let task = try ExplainTask(classes: 3)
    for baseline in try baselines(task) {
      let windows = try function(baseline, task).windows(of: task.frame)
      let probabilities = try function(baseline, task).values(windows)
      let odds = try function(baseline, task, .logOdds).values(windows)
      for (p, odds) in zip(probabilities, odds) where p > 1e-4 && p < 1 - 1e-4 {
        // p = e / (1 + e), told by the growth of odds over a probability of one half.
        #expect((odds > 0) == (p > 0.5) && odds.isFinite)
      }
    }
    let certain = ClassScore.logOdds.scores(ofProbabilities: [1, 0, 0.5, 0.5], classes: 2)
    #expect(certain.allSatisfy(\.isFinite) && certain[0] > 80 && certain[0] == -certain[1])
    #expect(certain[2...] == [0, 0])
    // ln 3.
    let three = ClassScore.logOdds.scores(ofProbabilities: [0.75, 0.25], classes: 2)
    #expect(abs(three[0] - 1.0986123) < 1e-6 && abs(three[1] + 1.0986123) < 1e-6)
  }

  @Test func `methods without gradients explain them, and the others name these`() throws {
    let task = try ExplainTask(classes: 3)
    let random = RandomStreams(seed: 1)
    for baseline in try baselines(task) {
      let function = try function(baseline, task)
      let windows = try function.windows(of: task.frame).selecting([2, 9, 20])
      let methods: [any AttributionMethod] = [
        Shapley(.inputs, estimator: .kernel(), random: random), Occlusion(),
        Shapley(.events, estimator: .permutations(), random: random),
      ]
      for method in methods {
        let shares = try method.attribution(of: function, windows: windows, answer: 1)
        let isMoved = shares.values.contains { $0 != 0 }
        #expect(isMoved == (baseline.name != "majorityClass"), "\(method.name), \(baseline.name)")
        if let gaps = shares.completenessGaps {
          #expect(gaps.allSatisfy { abs($0) < 1e-5 }, "\(method.name), \(baseline.name)")
        }
      }
      let refusal = #expect(throws: ExplainError.noGradient(method: "integrated-gradients")) {
        try IntegratedGradients().attribution(of: function, windows: windows, answer: 1)
      }
      let words = refusal.map { "\($0)" } ?? ""
      #expect(words.contains("kernel-shap, permutation-shapley or occlusion"), "\(words)")
    }
  }
}
