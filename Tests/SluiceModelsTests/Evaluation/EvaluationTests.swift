import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct EvaluationTests {
  /// A model that answers with fixed numbers and counts how often it is asked.
  final class Scripted: WindowModel, @unchecked Sendable {
    let name: String
    let answer: @Sendable (WindowFrame) -> [Float]
    var calls = 0

    init(_ name: String = "network", answer: @escaping @Sendable (WindowFrame) -> [Float]) {
      self.name = name
      self.answer = answer
    }

    var parameterCount: Int { 17 }
    func multiplyAdds(lookback: Int) -> Int { 3 * lookback }
    func outputs(for frame: WindowFrame) throws -> [Float] {
      calls += 1
      return answer(frame)
    }
  }

  static func frames() throws -> (training: WindowFrame, test: WindowFrame) {
    try BaselinesTests.frames(
      BaselinesTests.wave(900), trainRows: 600,
      window: WindowOptions(lookback: 6, horizon: 3, steps: .all))
  }

  static func evaluation(
    of model: any WindowModel, streams: RandomStreams = RandomStreams(seed: 5)
  ) throws -> Evaluation {
    let frames = try frames()
    return try Evaluation(
      of: model, against: Baselines().fitted(to: frames.training), on: frames.test, unit: "kW",
      streams: streams)
  }

  @Test("every row is forecast once, and the table holds truth, times and all forecasts")
  func table() throws {
    let frames = try Self.frames()
    let model = Scripted { $0.actual().map { $0 + 0.5 } }
    let evaluation = try Self.evaluation(of: model)
    #expect(model.calls == 1)
    #expect(evaluation.table.steps == [1, 2, 3])
    #expect(evaluation.table.count == frames.test.count)
    #expect(
      evaluation.table.forecasts.map(\.name)
        == ["network", "persistence", "seasonalNaive", "drift", "mean", "ridge"])
    #expect(evaluation.table.times?.first == 606 * BaselinesTests.hour)
    #expect(abs(evaluation.metrics.mse - 0.25) < 1e-5)
    #expect(abs(evaluation.metrics.bias - 0.5) < 1e-5)
    #expect(evaluation.season == Season(rows: 24, origin: .autocorrelation))
    #expect(evaluation.metrics.count == 3 * frames.test.count)
  }

  @Test("the mean over the steps of each step's error is the overall error")
  func byHorizon() throws {
    let evaluation = try Self.evaluation(of: Scripted { $0.actual().map { $0 * 1.1 } })
    #expect(evaluation.byHorizon.map(\.step) == [1, 2, 3])
    let mean = evaluation.byHorizon.map(\.metrics.mse).reduce(0, +) / 3
    #expect(abs(mean - evaluation.metrics.mse) < 1e-9)
    for name in ["persistence", "seasonalNaive", "drift", "mean", "ridge"] {
      let overall = try #require(evaluation.baselines[name])
      let mean = evaluation.byHorizon.compactMap { $0.baselines[name]?.mse }.reduce(0, +) / 3
      #expect(abs(mean - overall.mse) < 1e-9)
    }
    #expect(evaluation.baselines.keys.sorted() == evaluation.byHorizon[0].baselines.keys.sorted())
  }

  @Test("the order of the models changes nothing")
  func order() throws {
    let evaluation = try Self.evaluation(of: Scripted { $0.actual().map { $0 * 1.01 } })
    var table = evaluation.table
    table.forecasts.reverse()
    let reversed = Evaluation(
      of: "network", in: table, season: evaluation.season, naiveError: 1, unit: "kW", stride: 1,
      streams: RandomStreams(seed: 5))
    #expect(reversed.verdict == evaluation.verdict)
    #expect(reversed.baselines.mapValues(\.mse) == evaluation.baselines.mapValues(\.mse))
    #expect(reversed.metrics.mse == evaluation.metrics.mse)
  }

  @Test("a baseline under test is not compared with itself")
  func baselineUnderTest() throws {
    let frames = try Self.frames()
    let baselines = try Baselines().fitted(to: frames.training)
    let ridge = try #require(baselines["ridge"])
    let evaluation = try Evaluation(
      of: ridge, against: baselines, on: frames.test, streams: RandomStreams(seed: 1))
    #expect(evaluation.baselines["ridge"] == nil)
    #expect(evaluation.verdict.model == "ridge")
    #expect(evaluation.verdict.bestModel == "ridge")
    let asNetwork = try Self.evaluation(of: Scripted { (try? ridge.outputs(for: $0)) ?? [] })
    #expect(asNetwork.metrics == evaluation.metrics)
    #expect(asNetwork.verdict.skill == 0)
  }

  @Test("the best is the baseline when the network loses")
  func best() throws {
    let bad = try Self.evaluation(of: Scripted { $0.actual().map { $0 + 9 } })
    #expect(bad.verdict.bestModel == "ridge")
    #expect(bad.verdict.outcome == .worse)
    #expect(try Self.evaluation(of: Scripted { $0.actual() }).verdict.bestModel == "network")
  }

  @Test("forecasts that are not finite, and windows without truth, are refused")
  func refused() throws {
    let error = #expect(throws: EvaluationError.self) {
      try Self.evaluation(
        of: Scripted { frame in
          var values = frame.actual()
          values[5] = .infinity
          values[7] = .nan
          return values
        })
    }
    let count = try Self.frames().test.count * 3
    #expect(error == .notFinite(model: "network", count: 2, of: count, row: 609))
    #expect(error?.description.contains("the first for row 609") == true)
    let frames = try Self.frames()
    let future = try frames.test.recipe.frame(predicting: frames.test.series)
    #expect(throws: EvaluationError.noTruth(target: "y", windows: 1)) {
      try Evaluation(
        of: Persistence(), against: Baselines().fitted(to: frames.training),
        on: future[future.count - 1..<future.count], streams: RandomStreams(seed: 1))
    }
  }

  @Test("a run's metrics come back from JSON with the keys that readers rely on")
  func json() throws {
    let evaluation = try Self.evaluation(of: Scripted { $0.actual().map { $0 + 0.1 } })
    let frames = try Self.frames()
    let cost = try Cost(
      of: Persistence(), bytes: 12, frame: frames.test, clock: ContinuousClock(), batches: 3)
    let metrics = evaluation.runMetrics(training: nil, costs: [cost])
    let data = try JSONEncoder().encode(metrics)
    #expect(try JSONDecoder().decode(ForecastMetrics.self, from: data) == metrics)
    let top = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let test = try #require(top["test"] as? [String: Any])
    #expect(
      Set(["mse", "rmse", "mae", "smape", "mase", "r2", "count"]).isSubset(of: test.keys))
    #expect((top["baselines"] as? [String: Any])?.count == 5)
    #expect(top["verdict"] != nil)
  }

  @Test("the measured time is that of the fastest batch")
  func cost() throws {
    let clock = StepClock([7, 5, 4, 2, 9, 3])
    let frames = try Self.frames()
    let model = Scripted { $0.actual() }
    let cost = try Cost(of: model, bytes: 99, frame: frames.test, clock: clock, batches: 5)
    #expect(cost.secondsPerPrediction == 2)
    #expect(cost.multiplyAdds == 18)
    #expect(cost.parameters == 17)
    #expect(model.calls == 9)
  }
}

/// A clock whose n-th measured action takes the n-th of some seconds.
final class StepClock: Clock, @unchecked Sendable {
  typealias Duration = Swift.Duration
  typealias Instant = ContinuousClock.Instant

  private let start = ContinuousClock.now
  private var seconds: [Int]
  private var passed = 0
  private var isRunning = false

  init(_ seconds: [Int]) {
    self.seconds = seconds
  }

  var now: Instant {
    if isRunning { passed += seconds.removeFirst() }
    isRunning.toggle()
    return start + .seconds(passed)
  }

  var minimumResolution: Duration { .seconds(1) }
  func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}
