import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceExplain

/// What Captum and SHAP make of a PyTorch network: `scripts/reference/explanations.py`.
private struct Explanations: Decodable {
  struct Numbers: Decodable {
    let shape: [Int]
    let values: [Float]
    var tensor: Tensor { Tensor(values, shape: shape) }
  }
  struct Draws: Decodable {
    let windows: [Int]
    let coefficients: [Double]
    let shares: Numbers
  }
  struct Case: Decodable {
    let answer: Int
    let answers, saliency, inputTimesGradient: Numbers
    let integratedFromZeros, integratedFromBaseline, integratedByRiemann: Numbers
    let gradientShap: Draws
    let expectedGradients: Numbers
  }
  let parameters: [String: Numbers]
  let windows, background, baseline: Numbers
  let cases: [Case]
}

@Suite("Agreement with Captum and SHAP")
struct ExplanationFixtureTests {
  private let fixture: Explanations
  private let function: NetworkFunction

  init() throws {
    fixture = try JSONFixture.read("explanations", as: Explanations.self)
    let network = try Sequential {
      LSTM(7, returnsSequences: true)
      LSTM(4)
      Dense(2)
    }.built(inputSize: 3, seed: 1)
    try network.parameters.load(fixture.parameters.mapValues(\.tensor))
    function = try ExplainTask(horizon: 2, scaling: .none).function(network)
  }

  /// The largest difference relative to the largest share.
  private func error(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count else { return .infinity }
    let size = expected.map(abs).max() ?? 0
    return (zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity) / size
  }

  private func shares(_ method: some AttributionMethod, _ answer: Int) throws -> [Float] {
    try method.attribution(of: function, windows: fixture.windows.tensor, answer: answer).values
  }

  @Test("Saliency and input times gradient are Captum's", arguments: [0, 1])
  func gradients(answer: Int) throws {
    let expected = fixture.cases[answer]
    let answers = function.values(of: answer, at: fixture.windows.tensor)
    #expect(error(answers, expected.answers.values) < 1e-5)
    #expect(error(try shares(Saliency(), answer), expected.saliency.values) < 1e-5)
    #expect(
      error(try shares(InputTimesGradient(), answer), expected.inputTimesGradient.values) < 1e-5)
  }

  @Test(
    "Integrated gradients are Captum's, from zeros, from a window, by either rule",
    arguments: [0, 1])
  func integrated(answer: Int) throws {
    let expected = fixture.cases[answer]
    let baseline = BaselineWindow.window(fixture.baseline.tensor)
    // No tolerance, so that the points stay as many as Captum's.
    let zeros = IntegratedGradients(points: 64, tolerance: .infinity)
    #expect(error(try shares(zeros, answer), expected.integratedFromZeros.values) < 1e-5)
    let given = IntegratedGradients(baseline: baseline, points: 64, tolerance: .infinity)
    #expect(error(try shares(given, answer), expected.integratedFromBaseline.values) < 1e-5)
    let riemann = IntegratedGradients(
      baseline: baseline, points: 50, rule: .riemann, tolerance: .infinity)
    #expect(error(try shares(riemann, answer), expected.integratedByRiemann.values) < 1e-5)
  }

  @Test("With the same draws, expected gradients are Captum's gradient SHAP", arguments: [0, 1])
  func gradientShap(answer: Int) throws {
    let draws = fixture.cases[answer].gradientShap
    let method = ExpectedGradients(
      background: fixture.background.tensor, random: RandomStreams(seed: 1))
    let perWindow = draws.windows.count / 3
    let found = (0..<3).flatMap { window in
      let points = (window * perWindow..<(window + 1) * perWindow).map {
        WindowPath.Point(
          baseline: draws.windows[$0], place: draws.coefficients[$0],
          weight: 1 / Double(perWindow))
      }
      return method.attribution(
        of: function, fixture.windows.tensor.selecting([window]), answer, along: points
      ).values
    }
    #expect(error(found, draws.shares.values) < 1e-5)
  }

  @Test("Expected gradients come near the mean of SHAP's 20,000 draws", arguments: [0, 1])
  func expectedGradients(answer: Int) throws {
    let method = ExpectedGradients(
      background: fixture.background.tensor, samples: 1200, random: RandomStreams(seed: 1))
    let expected = fixture.cases[answer].expectedGradients.values
    #expect(error(try shares(method, answer), expected) < 0.03)
  }
}
