import Foundation
import SluiceTensor
@testable import SluiceTuning
import Testing

@Suite("Parzen estimators")
struct ParzenEstimatorTests {
  private struct Fixture: Decodable {
    struct Case: Decodable {
      var observed: [String: [Double]]
      var points: [String: [Double]]
      var logDensities: [Double]
    }
    var densities: [Case]
  }

  private static let names = ["linear", "log", "step", "logInteger", "choice"]
  private static let domains: [Hyperparameter.Domain] = [
    .float(-5...10), .float(1e-5...1e-1, scale: .log), .integer(0...990, step: 10),
    .integer(4...64, scale: .log), .categorical(["a", "b", "c"]),
  ]

  /// For each parameter its coordinates.
  private func coordinates(_ numbers: [String: [Double]]) throws -> [[Double]] {
    try zip(Self.names, Self.domains).map { name, domain in
      try #require(numbers[name]).map { number in
        switch domain {
        case .integer: try #require(domain.position(of: .int(Int(number))))
        case .float: try #require(domain.position(of: .double(number)))
        case .categorical: number
        }
      }
    }
  }

  @Test("The density is that of Optuna's, from no observation to forty")
  func densities() throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/tpe", withExtension: "json"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    #expect(fixture.densities.count == 5)
    for example in fixture.densities {
      let estimator = ParzenEstimator(
        Self.domains, observations: try coordinates(example.observed))
      let columns = try coordinates(example.points)
      let points = columns[0].indices.map { index in columns.map { $0[index] } }
      for (own, theirs) in zip(estimator.logDensities(of: points), example.logDensities) {
        #expect(abs(own - theirs) < 1e-9)
      }
    }
  }

  @Test("The density of a grid of values adds up to 1, and draws come as often as it says")
  func draws() {
    let domains: [Hyperparameter.Domain] = [
      .integer(1...7, scale: .log), .categorical(["a", "b"]),
    ]
    let positions = (1...7).compactMap { domains[0].position(of: .int($0)) }
    let estimator = ParzenEstimator(
      domains, observations: [[positions[1], positions[1], positions[5]], [0, 0, 1]])
    let points = positions.flatMap { [[$0, 0.0], [$0, 1.0]] }
    let shares = estimator.logDensities(of: points).map { exp($0) }
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    var stream = RandomStream(seed: 4)
    var counts = [[Double]: Int]()
    for _ in 0..<20_000 { counts[estimator.draw(from: &stream), default: 0] += 1 }
    for (point, share) in zip(points, shares) {
      let found = Double(counts[point] ?? 0) / 20_000
      #expect(abs(found - share) < 4 * (share / 20_000).squareRoot())
    }
  }

  @Test("Far tails have probabilities that are numbers")
  func tails() {
    #expect(abs(NormalMass.logProbability(from: -1, to: 1) - log(0.682_689_492_137_086)) < 1e-12)
    #expect(abs(NormalMass.logProbability(from: 5, to: 6) - log(2.856_649_842e-7)) < 1e-8)
    #expect(
      NormalMass.logProbability(from: 5, to: 6) == NormalMass.logProbability(from: -6, to: -5))
    #expect(NormalMass.logProbability(from: 90, to: 91) < -700)
    #expect(NormalMass.logProbability(from: 90, to: 91).isFinite)
  }
}
