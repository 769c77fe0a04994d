import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct VerdictTests {
  /// Forecasts that are off by random errors of some size, the same ones for each model.
  static func table(_ sizes: KeyValuePairs<String, Float>, windows: Int = 120) -> ForecastTable {
    let actual = (0..<windows).map { Float($0 % 3) }
    var random = RandomStream(seed: 8)
    let errors = actual.map { _ in random.uniform() - 0.5 }
    return ForecastTable(
      steps: [1], times: nil, actual: actual,
      forecasts: sizes.map { name, size in
        ForecastTable.Column(
          name: name,
          values: actual.enumerated().map { row, value in
            value + size * errors[row]
          })
      })
  }

  static func verdict(_ table: ForecastTable, of model: String = "network") -> Verdict {
    Verdict(comparing: model, in: table, unit: "kW", streams: RandomStreams(seed: 1))
  }

  @Test("a network that wins clearly is said to")
  func wins() throws {
    let verdict = Self.verdict(Self.table(["network": 1, "ridge": 2, "mean": 3]))
    #expect(verdict.outcome == .better)
    #expect(verdict.bestBaseline == "ridge")
    #expect(abs(try #require(verdict.skill) - 0.75) < 1e-6)
    #expect(try #require(verdict.lower) > 0)
    #expect(
      verdict.sentence.hasPrefix(
        "The network's mean squared error is 75 % lower than that of the ridge, the best baseline "
          + "(skill 0.75), and the difference is clear of the noise (95 % interval of the "
          + "difference "))
    #expect(verdict.sentence.hasSuffix(" kW²)."))
  }

  @Test("a network that loses clearly is said to")
  func loses() throws {
    let verdict = Self.verdict(Self.table(["network": 2, "persistence": 1]))
    #expect(verdict.outcome == .worse)
    #expect(try #require(verdict.upper) < 0)
    #expect(
      verdict.sentence.hasPrefix(
        "The network's mean squared error is 300 % higher than that of persistence, the best "
          + "baseline (skill −3), and the difference is clear of the noise"))
  }

  @Test("a difference whose interval includes zero is within the noise")
  func undecided() throws {
    var table = Self.table(["network": 1, "ridge": 1])
    var random = RandomStream(seed: 6)
    for row in table.actual.indices {
      for model in 0..<2 {
        table.forecasts[model].values[row] += 0.4 * (random.uniform() - 0.5)
      }
    }
    let verdict = Self.verdict(table)
    #expect(verdict.outcome == .undecided)
    let interval = try #require(verdict.lower)...(try #require(verdict.upper))
    #expect(interval.contains(0))
    #expect(interval.contains(verdict.difference))
    #expect(verdict.sentence.contains(", but the difference is within the noise (95 % interval"))
  }

  @Test("a model against itself has skill 0 and no difference")
  func itself() {
    let verdict = Self.verdict(Self.table(["network": 1, "ridge": 1]))
    #expect(verdict.skill == 0)
    #expect(verdict.difference == 0)
    #expect(verdict.outcome == .undecided)
    #expect(
      verdict.sentence
        == "The network is exactly as far from the truth as the ridge, the best baseline (skill 0)."
    )
  }

  @Test("a baseline without error leaves no skill to state")
  func constantTarget() {
    let lost = Self.verdict(Self.table(["network": 1, "persistence": 0]))
    #expect(lost.skill == nil)
    #expect(lost.outcome == .worse)
    #expect(lost.sentence.contains("which makes no error at all"))
    let tied = Self.verdict(Self.table(["network": 0, "persistence": 0]))
    #expect(tied.skill == 0)
    #expect(tied.outcome == .undecided)
  }

  @Test("too few forecasts give no interval, and the sentence says so")
  func fewRows() {
    let verdict = Self.verdict(Self.table(["network": 1, "ridge": 2], windows: 12))
    #expect(verdict.outcome == .undecided)
    #expect(verdict.lower == nil)
    #expect(verdict.blockLength == nil)
    #expect(
      verdict.sentence
        == "The network's mean squared error is 75 % lower than that of the ridge, the best "
        + "baseline (skill 0.75), but 12 forecasts are too few to tell whether that would hold on "
        + "other rows.")
  }

  @Test("a baseline that is kept as the model is compared with the others")
  func baselineAsModel() {
    let table = Self.table(["ridge": 1, "persistence": 2])
    let verdict = Self.verdict(table, of: "ridge")
    #expect(verdict.bestBaseline == "persistence")
    #expect(verdict.sentence.hasPrefix("The ridge's mean squared error is 75 % lower than that "))
  }

  @Test("several steps of one window count as one forecast")
  func severalSteps() {
    let flat = Self.table(["network": 1, "ridge": 2], windows: 120)
    var steps = flat
    steps.steps = [1, 2, 3]
    let verdict = Self.verdict(steps)
    #expect(abs(verdict.difference / Self.verdict(flat).difference - 1) < 1e-9)
    #expect(verdict.blockLength.map { $0 >= 3 } == true)
  }

  @Test("the unit is squared, in brackets when it is not one word")
  func units() {
    let table = Self.table(["network": 1, "ridge": 2])
    for (unit, ending) in [("°C", " °C²)."), ("m/s", " (m/s)²).")] {
      let verdict = Verdict(
        comparing: "network", in: table, unit: unit, streams: RandomStreams(seed: 1))
      #expect(verdict.sentence.hasSuffix(ending))
    }
  }
}
