import SluiceTensor
import SluiceTuning
import Testing

@Suite("Importances of parameters")
struct ParameterImportancesTests {
  private func space() throws -> SearchSpace {
    try SearchSpace([
      Hyperparameter("a", .float(0...1)), Hyperparameter("b", .float(-1...1)),
      Hyperparameter("c", .categorical(["x", "y"])), Hyperparameter("idle", .float(0...1)),
    ])
  }

  private func trials(
    _ space: SearchSpace, count: Int = 300, value: (Hyperparameters) -> Double
  ) -> [Trial] {
    var stream = RandomStream(seed: 3)
    return (0..<count).map { number in
      let values = space.assignment { $0.domain.value(at: stream.uniformDouble()) }
      return Trial(number: number, parameters: values).ended(
        with: .complete([value(values)]), at: 0)
    }
  }

  @Test("The shares of a sum are those of its terms' variances")
  func additive() throws {
    let space = try space()
    // Variances 4/12, 1/12 of b in [-1, 1] (0.5 b), and 1/16 of a coin between 0 and 0.5.
    let trials = trials(space) { values in
      2 * (values["a"]?.number ?? 0) + 0.5 * (values["b"]?.number ?? 0)
        + (values["c"] == "x" ? 0.5 : 0)
    }
    let importances = try #require(ParameterImportances(of: space, in: trials))
    #expect(importances.shares.map(\.name) == ["a", "b", "c", "idle"])
    let wanted = ["a": 4.0 / 12, "b": 1.0 / 12, "c": 1.0 / 16]
    let total = wanted.values.reduce(0, +)
    for share in importances.shares {
      #expect(abs(share.share - (wanted[share.name] ?? 0) / total) < 0.05, "\(share)")
    }
  }

  @Test("A part of a range counts by its length")
  func shortPart() throws {
    let space = try space()
    // Variances 0.1 * 0.9 of a step at a tenth of the range, and 0.15 * 0.15 of a coin.
    let trials = trials(space) { values in
      ((values["a"]?.number ?? 0) < 0.1 ? 1 : 0) + (values["c"] == "x" ? 0.3 : 0)
    }
    let importances = try #require(ParameterImportances(of: space, in: trials))
    #expect(importances.shares.map(\.name).prefix(2) == ["a", "c"])
    for (share, wanted) in zip(importances.shares, [0.8, 0.2, 0, 0]) {
      #expect(abs(share.share - wanted) < 0.05, "\(share)")
    }
  }

  @Test("What two parameters do together only belongs to neither")
  func interaction() throws {
    let space = try space()
    let trials = trials(space) { values in
      ((values["a"]?.number ?? 0) - 0.5) * (values["b"]?.number ?? 0)
    }
    let importances = try #require(ParameterImportances(of: space, in: trials))
    #expect(importances.shares.allSatisfy { $0.share < 0.15 }, "\(importances.shares)")
  }

  @Test("The mean over two parameters follows the objective")
  func means() throws {
    let space = try space()
    let trials = trials(space) { values in
      (values["a"]?.number ?? 0) + 10 * (values["c"] == "y" ? 1 : 0)
    }
    let importances = try #require(ParameterImportances(of: space, in: trials))
    let grid = importances.mean(over: "a", and: "c", columns: 5, rows: 2)
    #expect(grid.count == 2 && grid[0].count == 5)
    for (row, offset) in [(0, 0.0), (1, 10)] {
      for column in 0..<5 {
        #expect(abs(grid[row][column] - (Double(column) + 0.5) / 5 - offset) < 0.15)
      }
    }
    #expect(importances.mean(over: "a", and: "nothing", columns: 2, rows: 2).isEmpty)
  }

  @Test("Too few trials, equal values and failures tell nothing")
  func nothing() throws {
    let space = try space()
    #expect(ParameterImportances(of: space, in: trials(space, count: 3) { _ in 1 }) == nil)
    #expect(ParameterImportances(of: space, in: trials(space, count: 9) { _ in 1 }) == nil)
    #expect(ParameterImportances(of: space, in: trials(space, count: 9) { _ in .infinity }) == nil)
  }
}
