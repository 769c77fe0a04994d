import Foundation
import SluiceTensor
import Testing

@testable import SluiceTuning

@Suite("Gaussian processes")
struct GaussianProcessTests {
  let points = [[0.1, 0.2, 0], [0.4, 0.9, 1], [0.7, 0.3, 2], [0.2, 0.8, 0], [0.9, 0.6, 1]]
  let targets = [0.3, -1.2, 0.9, 0.8, -0.8]
  let isCategorical = [false, false, true]

  @Test("The kernel of two points is Matern's of order 5/2")
  func kernel() {
    let kernel = MaternKernel(weights: [1], scale: 2, noise: 0.1)
    // scipy: sklearn.gaussian_process.kernels.Matern(nu=2.5) at distance 0.7, times 2.
    let r = 0.7 * 5.0.squareRoot()
    #expect(
      abs(kernel.covariance(atSquare: 0.49).value - 2 * (1 + r + r * r / 3) * exp(-r)) < 1e-15)
    let slope =
      (kernel.covariance(atSquare: 0.490_001).value - kernel.covariance(atSquare: 0.489_999).value)
      / 2e-6
    #expect(abs(kernel.covariance(atSquare: 0.49).slope - slope) < 1e-8)
  }

  @Test("The likelihood of two values is that of the formula, with the priors")
  func likelihood() {
    let likelihood = MarginalLikelihood(
      points: [[0.2], [0.9]], targets: [1, -1], isCategorical: [false])
    let kernel = MaternKernel(weights: [1], scale: 2, noise: 0.1)
    let (a, b) = (2.1, kernel.covariance(atSquare: 0.49).value)
    let determinant = a * a - b * b
    // The targets are an eigenvector with the eigenvalue a - b.
    let data = 0.5 * (2 / (a - b) + log(determinant))
    let prior = 0.2 + (2 - log(2)) + (3 - 0.1 * log(0.1))
    #expect(abs(likelihood(kernel.logarithms).value - data - prior) < 1e-12)
  }

  @Test("The gradient of the likelihood is that of its differences")
  func likelihoodGradient() {
    let likelihood = MarginalLikelihood(
      points: points, targets: targets, isCategorical: isCategorical)
    let place = [0.3, -0.7, 0.5, 0.2, -3]
    let gradient = likelihood(place).gradient
    for index in place.indices {
      var (above, below) = (place, place)
      above[index] += 1e-5
      below[index] -= 1e-5
      let slope = (likelihood(above).value - likelihood(below).value) / 2e-5
      #expect(abs(gradient[index] - slope) < 1e-7, "\(index)")
    }
  }

  @Test("The belief meets the values where there is no noise, and is vague far from them")
  func belief() throws {
    let kernel = MaternKernel(weights: [2, 3, 1], scale: 1.5, noise: 1e-9)
    let process = try #require(
      GaussianProcess(
        kernel: kernel, points: points, targets: targets, isCategorical: isCategorical))
    for (point, target) in zip(points, targets) {
      let belief = process.belief(at: point)
      #expect(abs(belief.mean - target) < 1e-6)
      #expect(belief.deviation < 1e-4)
    }
    let far = process.belief(at: [50, -50, 7])
    #expect(abs(far.mean) < 1e-9)
    #expect(abs(far.deviation - 1.5.squareRoot()) < 1e-9)
    // Between the values of a categorical there is no order: 0 and 2 are as far apart as 0 and 1.
    #expect(process.belief(at: [0.3, 0.3, 5]) == process.belief(at: [0.3, 0.3, 9]))
  }

  @Test("The slopes of the belief are those of its differences")
  func beliefSlopes() throws {
    let process = try #require(
      GaussianProcess(
        kernel: MaternKernel(weights: [2, 3, 1], scale: 1.5, noise: 0.01), points: points,
        targets: targets, isCategorical: isCategorical))
    let place = [0.35, 0.55, 1.0]
    let (belief, means, deviations) = process.belief(at: place, along: [0, 1])
    #expect(belief == process.belief(at: place))
    for index in 0..<2 {
      var (above, below) = (place, place)
      above[index] += 1e-5
      below[index] -= 1e-5
      let (high, low) = (process.belief(at: above), process.belief(at: below))
      #expect(abs(means[index] - (high.mean - low.mean) / 2e-5) < 1e-7)
      #expect(abs(deviations[index] - (high.deviation - low.deviation) / 2e-5) < 1e-7)
    }
  }

  @Test("A fit finds which coordinate matters and how much noise there is")
  func fit() throws {
    var stream = RandomStream(seed: 1)
    let points = (0..<40).map { _ in [stream.uniformDouble(), stream.uniformDouble()] }
    let targets = points.map { 1.4 * sin(7 * $0[0]) + 0.1 * stream.normalDouble() }
    let process = try #require(
      GaussianProcess.fitted(
        points: points, targets: targets, isCategorical: [false, false], drawing: &stream))
    #expect(process.kernel.weights[0] > 10 * process.kernel.weights[1])
    #expect(0.003...0.03 ~= process.kernel.noise)
  }

  // mpmath, 60 digits: log(npdf(z) + z ncdf(z)).
  @Test(
    "The logarithm of the expected improvement keeps its digits everywhere",
    arguments: [
      (2, 0.697_383_545_788_228_31), (0, -0.918_938_533_204_672_74),
      (-0.5, -1.620_516_264_387_319_9), (-1, -2.485_121_025_712_641_3),
      (-1.5, -3.529_935_920_805_709_9), (-5.9, -21.952_668_481_529_732),
      (-6.1, -23.214_640_722_962_002), (-40, -808.298_568_356_619_96),
      (-9000, -40_500_019.128_898_283), (-20000, -200_000_020.725_913_65),
    ] as [(Double, Double)])
  func improvement(z: Double, expected: Double) {
    func logarithm(_ mean: Double, _ deviation: Double) -> Double {
      ExpectedImprovement.logarithm(of: .init(mean: mean, deviation: deviation), below: 0).value
    }
    let found = ExpectedImprovement.logarithm(of: .init(mean: -z, deviation: 1), below: 0)
    #expect(abs(found.value - expected) < 1e-12 * max(abs(expected), 1) * (z < -100 ? 100 : 1))
    let step = 1e-5 * max(1, abs(z))
    let byMean = (logarithm(-z + step, 1) - logarithm(-z - step, 1)) / (2 * step)
    let byDeviation = (logarithm(-z, 1 + 1e-6) - logarithm(-z, 1 - 1e-6)) / 2e-6
    #expect(abs(found.byMean - byMean) < 1e-4 * (1 + abs(byMean)))
    #expect(abs(found.byDeviation - byDeviation) < 1e-4 * (1 + abs(byDeviation)))
  }

  @Test("The minimiser follows Rosenbrock's valley, and stops at the side of a box")
  func minimiser() {
    func rosenbrock(_ x: [Double]) -> (value: Double, gradient: [Double]) {
      let (bend, rest) = (x[1] - x[0] * x[0], 1 - x[0])
      return (100 * bend * bend + rest * rest, [-400 * bend * x[0] - 2 * rest, 200 * bend])
    }
    for (upper, end) in [([2.0, 2.0], [1.0, 1.0]), ([0.5, 2], [0.5, 0.25])] {
      let minimizer = BoxMinimizer(lower: [-2, -2], upper: upper, steps: 200, tolerance: 1e-7)
      let found = minimizer.minimize(from: [-1.2, 1], rosenbrock)
      for index in 0..<2 { #expect(abs(found.point[index] - end[index]) < 1e-5) }
    }
  }
}
