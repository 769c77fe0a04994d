import Testing

@testable import SluiceModels

@Suite struct MetricsTests {
  /// What `scripts/reference/evaluation.py` writes.
  struct Fixture: Decodable {
    struct Block: Decodable {
      var values: [Double]
      var length: Double
    }
    var season: Int
    var windows: Int
    var steps: Int
    var actual: [Float]
    var predicted: [Float]
    var training: [Float]
    var overall: Metrics
    var byStep: [Metrics]
    var blocks: [Block]
  }

  static func close(_ ours: Metrics, _ theirs: Metrics) -> Bool {
    let pairs = [
      (ours.mse, theirs.mse), (ours.rmse, theirs.rmse), (ours.mae, theirs.mae),
      (ours.smape, theirs.smape), (ours.mase ?? .nan, theirs.mase ?? .nan),
      (ours.r2 ?? .nan, theirs.r2 ?? .nan), (ours.bias, theirs.bias),
    ]
    return ours.count == theirs.count && pairs.allSatisfy { abs($0 - $1) <= 1e-6 * abs($1) }
  }

  @Test("metrics agree with scikit-learn's, overall and by step")
  func scikitLearn() throws {
    let fixture = try JSONFixture.read("evaluation", as: Fixture.self)
    let scale = Metrics.seasonalNaiveError(of: fixture.training, season: fixture.season)
    let overall = Metrics(
      actual: fixture.actual, predicted: fixture.predicted, naiveError: scale)
    #expect(Self.close(overall, fixture.overall))
    for step in 0..<fixture.steps {
      let metrics = Metrics(
        actual: fixture.actual, predicted: fixture.predicted, step: step, of: fixture.steps,
        naiveError: scale)
      #expect(Self.close(metrics, fixture.byStep[step]))
    }
  }

  @Test("the order of the values changes no metric beyond rounding")
  func order() throws {
    let fixture = try JSONFixture.read("evaluation", as: Fixture.self)
    let metrics = Metrics(
      actual: fixture.actual.reversed(), predicted: fixture.predicted.reversed(),
      naiveError: Metrics.seasonalNaiveError(of: fixture.training, season: fixture.season))
    #expect(Self.close(metrics, fixture.overall))
  }

  @Test("a missing truth is left out; a forecast that is not a number shows")
  func missing() {
    let metrics = Metrics(actual: [1, .nan, 3], predicted: [2, 5, 1], naiveError: 2)
    #expect(metrics.count == 2)
    #expect(metrics.mse == 2.5)
    #expect(metrics.mae == 1.5)
    #expect(metrics.mase == 0.75)
    #expect(metrics.bias == -0.5)
    #expect(Metrics(actual: [1, 2], predicted: [1, .nan], naiveError: nil).mse.isNaN)
  }

  @Test("a constant truth has no r2, a constant training part no mase, two zeros no sMAPE")
  func undefined() {
    let metrics = Metrics(actual: [0, 0], predicted: [0, 1], naiveError: 0)
    #expect(metrics.r2 == nil)
    #expect(metrics.mase == nil)
    #expect(metrics.smape == 100)
  }

  @Test("the scale of mase takes no pair across a gap or with a missing reading")
  func scale() {
    let training: [Float] = [1, 2, 4, 100, 101, 103]
    #expect(Metrics.seasonalNaiveError(of: training, season: 1, segments: [0..<3, 3..<6]) == 1.5)
    #expect(Metrics.seasonalNaiveError(of: [1, .nan, 2, 5], season: 1) == 3)
    #expect(Metrics.seasonalNaiveError(of: training, season: 6) == nil)
  }
}
