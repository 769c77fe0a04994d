import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

/// A series whose target is what the input `b` read seven rows before, and nothing else.
private struct LagSeven {
  let function: NetworkFunction
  let windows: Tensor
  let background: Tensor

  static let lookback = 10

  init() throws {
    var stream = RandomStreams(seed: 11).stream("known truth")
    // No reading near 0: such a one would move nothing, and nothing could be found.
    let inputs = (0..<3).map { _ in
      (0..<2400).map { _ in
        (stream.uniform() < 0.5 ? -1 : 1) * (0.5 + 0.5 * stream.uniform())
      }
    }
    let target = (0..<2400).map { $0 < 7 ? 0 : 3 * inputs[1][$0 - 7] }
    let series = Series(columns: [
      Column("a", inputs[0]), Column("b", inputs[1]), Column("c", inputs[2]),
      Column("target", target),
    ])
    let recipe = Recipe(
      target: "target", features: ["a", "b", "c"], window: WindowOptions(lookback: Self.lookback))
    let split = try Split(recipe.prepared(series), trainFraction: 0.9)
    let fitted = try recipe.fitted(to: split.train)
    let frames = try fitted.frames(split, warmUp: WarmUp.none)
    let network = try Sequential {
      LSTM(16)
      Dense(1)
    }.built(inputSize: 3, seed: 1)
    let settings = TrainingSettings(
      optimizer: .adam(learningRate: 0.02), batchSize: 40, epochs: 24, patience: nil)
    _ = try Trainer(settings: settings, seed: 1).fit(network, training: frames.training.windows)
    function = try NetworkFunction(network, recipe: fitted)
    windows = try function.windows(of: frames.test)
    background = try function.windows(of: frames.training[0..<64])
    // Without a network that has learnt it there is nothing to find.
    let forecasts = function.values(windows)
    let error = zip(forecasts, frames.test.actual()).map { abs($0 - $1) }.max() ?? .infinity
    try #require(error < 0.5)
  }
}

@Suite("Synthetic truth")
struct KnownTruthTests {
  @Test("The one reading that the target hangs on is ranked first in every window")
  func rankedFirst() throws {
    let task = try LagSeven()
    let random = RandomStreams(seed: 1)
    let methods: [any AttributionMethod] = [
      IntegratedGradients(), IntegratedGradients(baseline: .mean(of: task.background)),
      InputTimesGradient(), Saliency(), SmoothGrad(random: random),
      ExpectedGradients(background: task.background, samples: 256, random: random),
      Occlusion(), Occlusion(background: .one(.mean(of: task.background))),
      Shapley(.cells, estimator: .permutations(pairs: 3), random: random),
      Shapley(
        .cells, estimator: .kernel(coalitions: 300),
        background: .one(.mean(of: task.background)), random: random),
    ]
    for method in methods {
      let shares = try method.attribution(of: task.function, windows: task.windows, answer: 0)
      // The target follows the window's last row, so 7 rows before it is 7 from the window's end.
      let right = (LagSeven.lookback - 7) * 3 + 1
      let hits = (0..<shares.count).count { window in
        let own = (0..<30).map { abs(shares.values[window * 30 + $0]) }
        return own.indices.max { own[$0] < own[$1] } == right
      }
      #expect(hits == shares.count, "\(method.name): \(hits) of \(shares.count)")
    }
    let memory = try EffectiveMemory(of: task.function, windows: task.windows, answer: 0)
    let influence = memory.reaches[0].influence
    #expect(influence.indices.max { influence[$0] < influence[$1] } == 6)
    let trust = try TrustExamination(random: random).trust(
      in: IntegratedGradients(), of: task.function, windows: task.windows, answer: 0)
    #expect(trust.passes, "\(trust.findings)")
  }
}
