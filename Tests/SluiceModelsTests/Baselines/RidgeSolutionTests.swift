import Foundation
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct RidgeSolutionTests {
  /// What `scripts/reference/ridge.py` writes.
  struct Fixture: Decodable {
    struct Case: Decodable {
      var name: String
      var starts: [Int]
      var strength: Double
      var weights: [Double]
      var intercepts: [Double]
      var errors: [Double]
    }
    var features: Int
    var lookback: Int
    var outputs: Int
    var readings: [Float]
    var target: [Float]
    var cases: [Case]

    func equations(_ starts: [Int]) -> NormalEquations {
      readings.withUnsafeBufferPointer { readings in
        target.withUnsafeBufferPointer { target in
          let design = LagDesign(
            readings: readings, target: target, features: features, lookback: lookback,
            targetOffset: lookback, outputs: outputs, runs: LagDesign.runs(of: starts))
          return NormalEquations(
            design, origin: .init(features: [3.25, 239], target: 6.5))
        }
      }
    }
  }

  static func fixture() throws -> Fixture {
    try JSONFixture.read("ridge", as: Fixture.self)
  }

  @Test("weights and errors agree with scikit-learn's Ridge to 1e-6")
  func scikitLearn() throws {
    let fixture = try Self.fixture()
    #expect(fixture.cases.count == 6)
    for expected in fixture.cases {
      let equations = fixture.equations(expected.starts)
      #expect(equations.count == Double(expected.starts.count))
      let solution = try #require(
        RidgeSolution(training: equations, validation: nil, strengths: [expected.strength]))
      for (ours, theirs) in zip(solution.weights, expected.weights) {
        #expect(abs(ours - theirs) < 1e-6 * max(1, abs(theirs)), "\(expected.name)")
      }
      for (ours, theirs) in zip(solution.intercepts, expected.intercepts) {
        #expect(abs(ours - theirs) < 1e-6 * max(1, abs(theirs)), "\(expected.name)")
      }
      #expect(solution.weights.count == fixture.outputs * fixture.lookback * fixture.features)
      for output in 0..<fixture.outputs {
        let columns = fixture.lookback * fixture.features
        let weights = Array(solution.weights[output * columns..<(output + 1) * columns])
        var intercept = solution.intercepts[output] - 6.5
        for (column, weight) in weights.enumerated() {
          intercept += weight * [3.25, 239][column % 2]
        }
        let error = equations.meanSquaredError(
          output: output, weights: weights, intercept: intercept)
        #expect(abs(error - expected.errors[output]) < 1e-6 * expected.errors[output])
      }
    }
  }

  @Test("the sums of runs are those of the same windows taken one by one")
  func slidingSums() throws {
    let fixture = try Self.fixture()
    let starts = fixture.cases[0].starts
    let together = fixture.equations(starts)
    var oneByOne = fixture.equations([starts[0]])
    for start in starts.dropFirst() { oneByOne.add(fixture.equations([start])) }
    for row in 0..<together.size {
      for column in 0...row {
        // Products of two different outputs are not kept.
        let isOutput = together.columns..<together.size - 1
        if isOutput.contains(row), isOutput.contains(column), row != column { continue }
        let (a, b) = (together.product(row, column), oneByOne.product(row, column))
        #expect(abs(a - b) < 1e-9 * max(1, abs(b)), "entries \(row) and \(column)")
      }
    }
  }

  @Test("the strength with the lowest validation error is chosen for each output")
  func strengthByValidation() throws {
    let fixture = try Self.fixture()
    let starts = fixture.cases[0].starts
    let training = fixture.equations(Array(starts.prefix(30)))
    let validation = fixture.equations(Array(starts.suffix(30)))
    let strengths = [1e-3, 0.1, 10.0]
    let chosen = try #require(
      RidgeSolution(training: training, validation: validation, strengths: strengths))
    for output in 0..<fixture.outputs {
      let errors = try strengths.map { strength in
        let alone = try #require(
          RidgeSolution(training: training, validation: nil, strengths: [strength]))
        let columns = training.columns
        let weights = Array(alone.weights[output * columns..<(output + 1) * columns])
        var intercept = alone.intercepts[output] - 6.5
        for (column, weight) in weights.enumerated() {
          intercept += weight * [3.25, 239][column % 2]
        }
        return validation.meanSquaredError(
          output: output, weights: weights, intercept: intercept)
      }
      let best = try #require(errors.indices.min { errors[$0] < errors[$1] })
      #expect(chosen.strengths[output] == strengths[best])
    }
    var all = training
    all.add(validation)
    let again = try #require(
      RidgeSolution(training: all, validation: nil, strengths: [chosen.strengths[0]]))
    #expect(Array(chosen.weights[0..<10]) == Array(again.weights[0..<10]))
  }

  @Test("sums and weights are the same to the bit for any number of threads")
  func threads() throws {
    let rows = 20_011
    var random = RandomStream(seed: 3)
    let readings = (0..<rows * 2).map { _ in random.uniform() }
    let target = (0..<rows).map { _ in random.uniform() }
    let before = Threads.count
    defer { Threads.count = before }
    let sums = [1, 3].map { threads in
      Threads.count = threads
      return readings.withUnsafeBufferPointer { readings in
        target.withUnsafeBufferPointer { target in
          let design = LagDesign(
            readings: readings, target: target, features: 2, lookback: 23, targetOffset: 23,
            outputs: 1, runs: [0..<9_001, 9_100..<rows - 23])
          return NormalEquations(design, origin: .init(features: [0.5, 0.5], target: 0.5)).products
        }
      }
    }
    #expect(sums[0] == sums[1])
  }

  @Test("columns that repeat each other cannot be solved without strength, and can with it")
  func singular() throws {
    let readings: [Float] = (0..<80).map { Float(($0 / 2 * 7) % 11) }
    let target: [Float] = (0..<40).map { Float(($0 * 5) % 13) }
    let equations = readings.withUnsafeBufferPointer { readings in
      target.withUnsafeBufferPointer { target in
        NormalEquations(
          LagDesign(
            readings: readings, target: target, features: 2, lookback: 3, targetOffset: 3,
            outputs: 1, runs: [0..<37]), origin: .init(features: [5, 5], target: 6))
      }
    }
    #expect(RidgeSolution(training: equations, validation: nil, strengths: [0]) == nil)
    let solution = try #require(
      RidgeSolution(training: equations, validation: nil, strengths: [1e-3]))
    #expect(abs(solution.weights[0] - solution.weights[1]) < 1e-9)
  }
}
