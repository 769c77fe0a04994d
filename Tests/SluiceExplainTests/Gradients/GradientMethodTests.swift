import SluiceTensor
import Testing

@testable import SluiceExplain

/// The square of each reading times a weight, summed up: with derivatives that anybody can write down.
private struct Squares: DifferentiableFunction {
  let weights: [Float]

  let steps = 1
  var inputs: [String] { ExplainTask.names(weights.count) }
  let answers = ["squares"]

  func values(_ windows: Tensor) -> [Float] {
    let readings = windows.values
    return (0..<windows.shape[0]).map { window in
      weights.indices.reduce(0) {
        let reading = readings[window * weights.count + $1]
        return $0 + weights[$1] * reading * reading
      }
    }
  }

  func gradient(of answer: Int, at windows: Tensor) -> (values: [Float], derivatives: [Float]) {
    let derivatives = windows.values.enumerated().map { 2 * weights[$0 % weights.count] * $1 }
    return (values(windows), derivatives)
  }
}

@Suite("Gradient methods")
struct GradientMethodTests {
  private let squares = Squares(weights: [1, -2, 0])
  private let window = Tensor([3, 1, 5], shape: [1, 1, 3])

  private func shares(_ method: some AttributionMethod) throws -> Attribution {
    try method.attribution(of: squares, windows: window, answer: 0)
  }

  @Test("Saliency is the size of the derivative")
  func saliency() throws {
    let shares = try shares(Saliency())
    #expect(shares.values == [6, 4, 0])
    #expect(shares.answers == [7])
    #expect(shares.baselines == nil)
  }

  @Test("Input times gradient is the scaled reading times the derivative")
  func inputTimesGradient() throws {
    #expect(try shares(InputTimesGradient()).values == [18, -4, 0])
  }

  @Test("Integrated gradients of squares are the squares, counted from the baseline")
  func integrated() throws {
    for rule in PathRule.allCases {
      let zeros = try shares(IntegratedGradients(points: 4, rule: rule))
      #expect(zip(zeros.values, [9, -2, 0]).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(zeros.baselines == [0])
      let given = Tensor([1, 2, 4], shape: [1, 3])
      let other = try shares(IntegratedGradients(baseline: .window(given), points: 4, rule: rule))
      // 9 - 1, -2 (1 - 4), 0; the baseline's answer is 1 - 8.
      #expect(zip(other.values, [8, 6, 0]).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(other.baselines == [-7])
      #expect((other.relativeGaps ?? [1]).allSatisfy { $0 < 1e-6 })
      #expect(other.notes == [])
    }
  }

  @Test("Gauss and Legendre's places are exact for polynomials up to degree 2n - 1")
  func gaussLegendre() {
    for count in [1, 2, 5, 64] {
      let points = PathRule.gaussLegendre.points(count)
      #expect(points.map(\.place) == points.map(\.place).sorted())
      for degree in [0, 1, 2 * count - 1] {
        let sum = points.reduce(0.0) { sum, point in
          sum + point.weight * (0..<degree).reduce(1.0) { power, _ in power * point.place }
        }
        #expect(abs(sum - 1 / Double(degree + 1)) < 1e-13)
      }
    }
    // Abramowitz & Stegun 1964, table 25.4, n = 2, from -1...1 to 0...1.
    #expect(abs(PathRule.gaussLegendre.points(2)[0].place - 0.2113248654051871) < 1e-15)
    #expect(PathRule.riemann.points(4).map(\.place) == [0.125, 0.375, 0.625, 0.875])
  }

  @Test("Points are doubled until the gap is small enough, for the windows that need it alone")
  func doubling() throws {
    let task = try ExplainTask()
    let function = try task.function(task.network())
    let few = try function.windows(of: task.frame).selecting([3, 17])
    // Zeros need no points at all; the other windows are far from them.
    let far = Tensor(few.values.map { 4 * $0 }, shape: few.shape)
    let windows = Tensor.concatenated([far, .zeros([1, 5, 3])], axis: 0)
    let method = IntegratedGradients(points: 2, rule: .riemann, tolerance: 1e-3)
    let (shares, points) = try method.integration(of: function, windows: windows, answer: 0)
    #expect(points.allSatisfy { [2, 4, 8, 16, 32, 64, 128].contains($0) })
    #expect(points[2] == 2 && (points.max() ?? 0) >= 8)
    #expect((shares.relativeGaps ?? [1]).allSatisfy { $0 <= 1e-3 })
    #expect(shares.notes.count == 1 && shares.notes[0].hasPrefix("2 of 3 windows took more"))
    let held = IntegratedGradients(points: 2, rule: .riemann, tolerance: 1e-9, mostPoints: 5)
    let rough = try held.integration(of: function, windows: windows, answer: 0)
    #expect(rough.points == [4, 4, 2])
    #expect(rough.attribution.notes.last?.hasPrefix("The shares of 2 of 3 windows miss") == true)
  }

  @Test(
    "Smoothed gradients are the mean over noise: of a linear function the gradient, of squares near it"
  )
  func smoothGrad() throws {
    let random = RandomStreams(seed: 5)
    let sum = WeightedSum(weights: Tensor([1, -2, 4], shape: [1, 3]))
    let linear = try SmoothGrad(samples: 9, random: random).attribution(
      of: sum, windows: window, answer: 0)
    #expect(linear.values == [1, -2, 4])
    #expect(linear.answers == [3 - 2 + 20])
    // The mean of n draws of 2 w (x + e) lies about 2 w d / sqrt(n) from 2 w x.
    let shares = try shares(SmoothGrad(samples: 400, deviation: 0.5, random: random))
    let errors = zip(shares.values, [6, -4, 0] as [Float]).map { abs($0 - $1) }
    #expect(errors[0] > 0 && errors[0] < 4 * 0.05 && errors[1] < 4 * 0.1 && errors[2] == 0)
    // Noise is drawn for each reading.
    #expect(abs(errors[0] * 2 - errors[1]) > 1e-4)
    // Over the background the inputs spread by 2, 0 and 3.
    let background = Tensor([-2, 1, 0, 2, 1, 6], shape: [2, 1, 3])
    let spread = try self.shares(
      SmoothGrad(samples: 400, deviation: 0.5, background: background, random: random))
    #expect(abs((spread.values[0] - 6) - 2 * (shares.values[0] - 6)) < 1e-4)
    #expect(spread.values[1] == -4)
    let other = try self.shares(SmoothGrad(samples: 400, deviation: 0.5, random: .init(seed: 6)))
    #expect(other.values != shares.values)
  }

  @Test("Expected gradients of squares come near the mean over the background")
  func expectedGradients() throws {
    let background = Tensor([1, 2, 4, -1, 0, 2, 3, 1, 0], shape: [3, 1, 3])
    let method = ExpectedGradients(background: background, samples: 300, random: .init(seed: 5))
    let shares = try shares(method)
    // 9 less the mean of 1, 1, 9; -2 less the mean of -8, 0, -2; 0.
    let expected: [Float] = [9 - 11.0 / 3, -2 + 10.0 / 3, 0]
    #expect(zip(shares.values, expected).allSatisfy { abs($0 - $1) < 0.05 })
    #expect(abs((shares.baselines?[0] ?? 0) - 1.0 / 3) < 1e-5)
    #expect((shares.relativeGaps ?? [1])[0] < 0.01)
  }

  @Test("A function without a gradient, and impossible settings, are refused")
  func refusals() throws {
    let plain = WithoutGradient(function: squares)
    let methods: [any AttributionMethod] = [
      Saliency(), InputTimesGradient(), IntegratedGradients(), SmoothGrad(random: .init(seed: 1)),
      ExpectedGradients(background: window, random: .init(seed: 1)),
    ]
    for method in methods {
      #expect(throws: ExplainError.noGradient(method: method.name)) {
        try method.attribution(of: plain, windows: window, answer: 0)
      }
    }
    func refusal(_ method: any AttributionMethod) -> ExplainError? {
      #expect(throws: ExplainError.self) { try shares(method) }
    }
    let streams = RandomStreams(seed: 1)
    #expect(
      refusal(IntegratedGradients(points: 0))
        == .setting(name: "points", expected: "at least 1", found: "0"))
    #expect(
      refusal(IntegratedGradients(points: 4, mostPoints: 3))
        == .setting(name: "mostPoints", expected: "at least points (4)", found: "3"))
    #expect(
      refusal(IntegratedGradients(tolerance: 0))
        == .setting(name: "tolerance", expected: "above 0", found: "0.0"))
    #expect(
      refusal(IntegratedGradients(baseline: .window(.zeros([3, 1]))))
        == .baselineShape(expected: [1, 3], found: [3, 1]))
    #expect(
      refusal(SmoothGrad(samples: 0, random: streams))
        == .setting(name: "samples", expected: "at least 1", found: "0"))
    #expect(
      refusal(SmoothGrad(deviation: 0, random: streams))
        == .setting(name: "deviation", expected: "above 0", found: "0.0"))
    #expect(
      refusal(SmoothGrad(background: .zeros([2, 3, 1]), random: streams))
        == .windows(expected: [1, 3], found: [2, 3, 1]))
    #expect(
      refusal(ExpectedGradients(background: .zeros([0, 1, 3]), random: streams))
        == .noWindows(purpose: "in the background"))
    #expect(
      refusal(ExpectedGradients(background: .zeros([2, 3, 1]), random: streams))
        == .windows(expected: [1, 3], found: [2, 3, 1]))
  }
}

extension GradientMethodTests {
  @Test("Integrated gradients keep all laws")
  func lawsOfIntegratedGradients() throws {
    #expect(try MethodConformance.violations(of: IntegratedGradients()) == [])
    let riemann = IntegratedGradients(points: 200, rule: .riemann)
    #expect(try MethodConformance.violations(of: riemann) == [])
    let mean = IntegratedGradients(baseline: .mean(of: MethodConformance.background))
    #expect(try MethodConformance.violations(of: mean) == [])
  }

  @Test("The other gradient methods keep the laws that are theirs")
  func lawsOfTheOthers() throws {
    let streams = RandomStreams(seed: 1)
    #expect(
      try MethodConformance.violations(
        of: Saliency(), laws: [.sensitivity, .ignored, .implementation, .symmetry]) == [])
    let linear: [MethodConformance.Law] = [
      .sensitivity, .ignored, .linearity, .implementation, .symmetry,
    ]
    #expect(try MethodConformance.violations(of: InputTimesGradient(), laws: linear) == [])
    let sum: [MethodConformance.Law] = [.sensitivity, .ignored, .linearity, .implementation]
    #expect(
      try MethodConformance.violations(of: SmoothGrad(random: streams), laws: sum) == [])
    let expected = ExpectedGradients(
      background: MethodConformance.background, samples: 210, random: streams)
    #expect(try MethodConformance.violations(of: expected, laws: linear) == [])
    let gaps = try MethodConformance.violations(
      of: expected, laws: [.completeness], tolerance: 0.02)
    #expect(gaps == [])
  }
}
