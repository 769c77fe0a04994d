import Foundation
import SluiceTuning
import Testing
import TuningConformance

@Suite("Pruners")
struct PrunerTests {
  static let pruners: [(String, any Pruner)] = [
    ("median", PercentilePruner()),
    ("percentile", PercentilePruner(percentile: 25, startup: 3, warmUp: 4)),
    ("successiveHalving", SuccessiveHalvingPruner()),
    ("skippedRungs", SuccessiveHalvingPruner(minimum: 2, factor: 2, skippedRungs: 1)),
    ("threshold", ThresholdPruner(lower: 0.1, upper: 1.5, warmUp: 3)),
    ("patient", PatientPruner(patience: 2)),
    ("patientMedian", PatientPruner(patience: 1, agreeing: PercentilePruner())),
  ]

  private struct Fixture: Decodable {
    var curves: [[Double]]
    var ended: [String: [Int]]
  }

  private func fixture() throws -> Fixture {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/pruners", withExtension: "json"))
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  @Test("They end the same trials at the same steps as Optuna's", arguments: 0..<7)
  func optuna(_ index: Int) throws {
    let fixture = try fixture()
    let (name, pruner) = Self.pruners[index]
    for direction in [Objective.Direction.minimize, .maximize] {
      let wanted = try #require(fixture.ended["\(name)/\(direction.rawValue)"])
      let ended = try PrunerConformance.endedSteps(
        by: pruner, on: fixture.curves, direction: direction)
      #expect(ended == wanted, "\(name) \(direction)")
    }
  }

  @Test("The kit's laws hold", arguments: 0..<8)
  func laws(_ index: Int) throws {
    let all = Self.pruners.map(\.1) + [HyperbandPruner(maximum: 16)]
    let hasBounds = all[index] is ThresholdPruner
    #expect(try PrunerConformance.violations(of: all[index], hasBounds: hasBounds) == [])
  }

  @Test("The kit sees a pruner that looks at the wrong sign, remembers, or lets NaN through")
  func faultyPruners() throws {
    #expect(try PrunerConformance.violations(of: SignBlind()).contains { $0.contains("sign") })
    #expect(try PrunerConformance.violations(of: Stateful()).contains { $0.contains("same") })
    #expect(
      try PrunerConformance.violations(of: NaNBlind()).contains { $0.contains("not a number") })
  }

  @Test("Hyperband has as many brackets as rungs, and fills them by their shares")
  func brackets() {
    let pruner = HyperbandPruner(maximum: 27)
    #expect(pruner.brackets == 4)
    var counts = [0, 0, 0, 0]
    for number in 0..<4000 { counts[pruner.bracket(of: number)] += 1 }
    // Shares 27, 12, 6, 4 of 49.
    for (count, share) in zip(counts, [27.0, 12, 6, 4]) {
      #expect(abs(Double(count) / 4000 - share / 49) < 0.03)
    }
    #expect(HyperbandPruner(minimum: 4, maximum: 5).brackets == 1)
  }

  @Test("Hyperband's last bracket lets trials run, its first ends them early")
  func hyperbandEnds() throws {
    let pruner = HyperbandPruner(maximum: 16)
    let ended = try PrunerConformance.endedSteps(
      by: pruner, on: fixture().curves, direction: .minimize)
    let last = pruner.brackets - 1
    #expect(ended.indices.contains { pruner.bracket(of: $0) == 0 && ended[$0] == 1 })
    for number in ended.indices where pruner.bracket(of: number) == last {
      #expect(ended[number] == 0 || ended[number] >= 9)
    }
  }

  @Test("Hyperband's maximum may be left open until the steps of a trial are known")
  func openMaximum() throws {
    #expect(try HyperbandPruner().forTrials(of: 27) as? HyperbandPruner == .init(maximum: 27))
    let given = HyperbandPruner(maximum: 9)
    #expect(try given.forTrials(of: 27) as? HyperbandPruner == given)
    let patient = PatientPruner(patience: 2, agreeing: HyperbandPruner())
    #expect(
      try patient.forTrials(of: 9).description
        == PatientPruner(patience: 2, agreeing: given).description)
    let error = #expect(throws: TuningError.self) {
      try HyperbandPruner(minimum: 5).forTrials(of: 4)
    }
    #expect(
      error?.description
        == "The minimum of hyperband is 5; expected at most 4, the steps of a trial.")
  }

  @Test("A pruner is chosen by name, with its settings below it")
  func choice() throws {
    func pruner(_ json: String) throws -> (any Pruner)? {
      try JSONDecoder().decode([PrunerChoice].self, from: Data("[\(json)]".utf8))[0].pruner
    }
    #expect(try pruner(#""none""#) == nil)
    #expect(try pruner(#""median""#)?.description == PercentilePruner().description)
    let nested = #"{"patient": {"patience": 3, "pruner": {"hyperband": {"maximum": 9}}}}"#
    #expect(
      try pruner(nested)?.description
        == PatientPruner(patience: 3, agreeing: HyperbandPruner(maximum: 9)).description)
    #expect(try pruner(#""hyperband""#) as? HyperbandPruner == HyperbandPruner())
    for bad in [
      #""medium""#, #"{"hyperband": {"maximum": 0}}"#,
      #"{"successiveHalving": {"factor": 1}}"#, #""threshold""#,
      #"{"threshold": {"lower": 2, "upper": 1}}"#, #"{"percentile": {"percentile": 100}}"#,
      #"{"patient": {"patience": -1}}"#, #""patient""#,
    ] {
      #expect(throws: DecodingError.self, "\(bad)") { try pruner(bad) }
    }
  }
}

private struct SignBlind: Pruner {
  var description: String { "sign-blind" }
  func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    (trial.intermediate.last?.value ?? 0) > 0.9
  }
}

private struct NaNBlind: Pruner {
  var description: String { "NaN-blind" }
  func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    history.objectives[0].direction == .minimize && (trial.intermediate.last?.value ?? 0) > 0.9
  }
}

private final class Stateful: Pruner {
  nonisolated(unsafe) private var count = 0
  var description: String { "stateful" }
  func shouldPrune(_ trial: Trial, given history: StudyHistory) -> Bool {
    count += 1
    return count > 100
  }
}
