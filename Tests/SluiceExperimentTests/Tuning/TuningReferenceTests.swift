import Foundation
import SluiceExperiment
import Testing

/// The choices that the article "Tuning" lists are read as its readers would use them.
@Suite("The reference of study files")
struct TuningReferenceTests {
  private static let article = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("Sources/Sluice/Sluice.docc/Tuning.md")

  private static let study = """
    experiment:
      target: power
      model: [{LSTM: {hiddenSize: $units}}, {Dense: {units: 1}}]
      training: {optimizer: {adam: {learningRate: $rate}}}
    search:
      units: {integer: [8, 32], step: 8}
      rate: {float: [1.0e-4, 1.0e-1], scale: log}
    budget: {trials: 3}
    """

  @Test("Each sampler and pruner that is listed can be chosen")
  func choices() throws {
    let parts = try String(contentsOf: Self.article, encoding: .utf8).split(
      separator: "```", omittingEmptySubsequences: false)
    var tried: [String] = []
    for (index, part) in parts.enumerated() where index % 2 == 1 && part.hasPrefix("yaml\n") {
      let lines = part.dropFirst(5).split(separator: "\n").map(String.init)
      let key = String(lines[0].dropFirst(2))
      for line in lines.dropFirst() {
        var overrides = ["\(key)=\(line)"]
        if line.contains("nsga2") { overrides.append("objective=[validationLoss, bundleBytes]") }
        // A grid needs to know how many values of the rate to try.
        if line == "grid" { overrides.append("search.rate={choices: [0.1, 0.01]}") }
        let plan = try StudyFile.plan(
          yaml: Self.study, source: "study.yaml", overrides: overrides)
        #expect(plan.objectives.isEmpty == false, "\(line)")
        tried.append(line)
      }
    }
    #expect(tried.count == 22)
  }
}
