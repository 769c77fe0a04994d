import Foundation
import SluiceTuning
import Testing

@testable import SluiceExperiment

/// Which models stay on disk.
@Suite("The models of a study's trials")
struct TrialModelsTests {
  private func definition(_ sampler: any Sampler) throws -> StudyDefinition {
    try StudyDefinition(
      "s", space: SearchSpace([Hyperparameter("rate", .float(0...1))]), sampler: sampler)
  }

  /// Complete trials with some losses; nil stands for one that runs.
  private func trials(_ losses: [Double?], parents: [Int: Int] = [:]) -> [Trial] {
    losses.enumerated().map { number, loss in
      let trial = Trial(number: number, parameters: ["rate": 0.5], parent: parents[number])
        .begun(by: "w", at: 0)
      return loss.map { trial.ended(with: .complete([$0]), at: 1) } ?? trial
    }
  }

  /// The numbers of the trials whose models are left.
  private func left(_ trials: [Trial], keep: Int, sampler: any Sampler) throws -> [Int] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-models-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let models = TrialModels(study: folder.path, keep: keep)
    try FileManager.default.createDirectory(
      atPath: models.folder, withIntermediateDirectories: true)
    for trial in trials {
      for ending in ["safetensors", "json"] {
        try Data().write(
          to: URL(fileURLWithPath: "\(models.folder)/trial-\(trial.number).\(ending)"))
      }
    }
    models.tidy(after: trials, in: try definition(sampler))
    let files = try FileManager.default.contentsOfDirectory(atPath: models.folder)
    let numbers = trials.map(\.number).filter { files.contains("trial-\($0).safetensors") }
    #expect(files.count == 2 * numbers.count)
    return numbers
  }

  @Test("Without inheritance only the best stay, and what is not finished")
  func best() throws {
    let losses = [0.3, 0.1, 0.5, nil, 0.2]
    #expect(try left(trials(losses), keep: 2, sampler: RandomSampler()) == [1, 3, 4])
  }

  @Test("A population keeps its winner and the latest legs of each member")
  func population() throws {
    // Three members, six generations; the best one was early.
    var losses: [Double?] = (0..<18).map { 1 + Double($0) / 100 }
    losses[1] = 0.1
    let sampler = PopulationSampler(population: 3)
    #expect(try left(trials(losses), keep: 1, sampler: sampler) == [1] + Array(9..<18))
  }

  @Test("Who is slow still finds the weights that it goes on from")
  func slow() throws {
    // Member 0 has one leg, and a second one that runs while the others are five legs ahead; trial
    // 19 runs and goes on from an old leg of member 2.
    var losses: [Double?] = (0..<20).map { 1 + Double($0) / 100 }
    for number in stride(from: 3, to: 20, by: 3) { losses[number] = nil }
    losses[19] = nil
    let trials = trials(losses, parents: [3: 0, 19: 2]).filter {
      $0.number <= 3 || $0.number % 3 > 0
    }
    let kept = try left(trials, keep: 1, sampler: PopulationSampler(population: 3))
    #expect(kept == [0, 2, 3, 10, 11, 13, 14, 16, 17, 19])
  }
}
