import Foundation
import SluiceData
import SluiceExperiment
import SluiceModels
import Testing

/// The reference of experiment files is read as its readers would use it.
@Suite("The reference of experiment files")
struct ExperimentReferenceTests {
  private static let article = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent(
      "Sources/SluiceExperiment/SluiceExperiment.docc/ExperimentReference.md")

  private static func blocks() throws -> [String] {
    let parts = try String(contentsOf: article, encoding: .utf8).split(
      separator: "```", omittingEmptySubsequences: false)
    return parts.enumerated().compactMap { index, part in
      index % 2 == 1 && part.hasPrefix("yaml\n") ? String(part.dropFirst(5)) : nil
    }
  }

  @Test("The block of all keys is an experiment")
  func allKeys() throws {
    let all = try #require(try Self.blocks().first)
    let experiment = try ExperimentFile.experiment(yaml: all, source: "all.yaml")
    #expect(experiment.features.columns == ["power", "voltage"])
    #expect(experiment.training.emaDecay == 0.99)
    try expectAllKeysExplained(experiment)
  }

  @Test("The block of a classification is an experiment")
  func classification() throws {
    let block = try #require(try Self.blocks().dropFirst().first)
    let experiment = try ExperimentFile.experiment(yaml: block, source: "classes.yaml")
    #expect(experiment.task == .classification)
    #expect(experiment.training.undersampling?.keep == 0.05)
    try expectAllKeysExplained(experiment)
  }

  /// Expects that every key of the resolved experiment stands in one of the blocks.
  private func expectAllKeysExplained(_ experiment: Experiment) throws {
    for line in try ExperimentFile.text(of: experiment).split(separator: "\n")
    where !line.hasPrefix("#") {
      for match in line.matches(of: /([A-Za-z]+[A-Za-z0-9]*):( |$)/) {
        let isThere = try Self.blocks().contains { $0.contains("\(match.1):") }
        #expect(isThere, "\(match.1) is not explained")
      }
    }
  }

  @Test("Each choice that is listed can be chosen")
  func choices() throws {
    var tried = 0
    for block in try Self.blocks().dropFirst(2) {
      let lines = block.split(separator: "\n").map(String.init)
      let words = lines[0].dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
      let path = words[0]
      let base = Self.experiment(words.count > 1 ? words[1] : "of a forecast")
      for line in lines.dropFirst() {
        // A line `key: value` sets a key below the path, any other line is the value itself.
        let isKey = line.first?.isLetter == true && line.contains(": ")
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        let override =
          isKey
          ? "\(path).\(parts[0])=\(parts[1].trimmingCharacters(in: .whitespaces))"
          : "\(path)=\(line)"
        #expect(throws: Never.self, "\(override)") {
          try ExperimentFile.experiment(
            yaml: base, source: "test.yaml", overrides: [override])
        }
        tried += 1
      }
    }
    #expect(tried >= 40)
  }

  /// The experiment that a choice is tried in.
  private static func experiment(_ kind: String) -> String {
    if kind == "with a fill" {
      return """
        target: power
        features: {columns: [power, voltage]}
        cleaning: {fill: {forwardFill: {limit: 3}}}
        """
    }
    guard kind.hasPrefix("of a classification") else { return "target: power\n" }
    let outputs = kind.hasSuffix("with one output") ? 1 : 2
    return """
      task: classification
      target: label
      features: {columns: [x, y, z]}
      model: [{LSTM: {hiddenSize: 8}}, {Dense: {units: \(outputs)}}]
      """
  }
}
