import Foundation
import Sluice
import Testing

/// The library's part of the article "Tuning", with what it does.
@Suite struct AskAndTellTests {
  @Test func anythingCanBeTuned() throws {
    let space = try SearchSpace([
      Hyperparameter("depth", .integer(1...3)),
      Hyperparameter("rate", .float(1e-4...1e-1, scale: .log)),
    ])
    let study = try Study(
      StudyDefinition("ask and tell", space: space, sampler: TPESampler(), seed: 1),
      budget: StudyBudget(trials: 40))
    while case .trial(let trial) = try study.ask() {
      let depth = trial.parameters["depth"]?.number ?? 0
      let rate = trial.parameters["rate"]?.number ?? 0
      let miss = abs(log10(rate) + 2.5) + abs(depth - 2)
      try study.tell(trial, .complete([miss]))
    }
    let best = study.definition.best(of: try study.trials())

    #expect(best?.parameters["depth"] == 2)
    #expect((best?.values.first ?? 1) < 0.3)
    #expect(try study.trials().count == 40)
  }
}
