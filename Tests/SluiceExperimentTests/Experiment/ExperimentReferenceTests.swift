import Foundation
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
    // Every key of the resolved experiment stands in the block.
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
    for block in try Self.blocks().dropFirst() {
      let lines = block.split(separator: "\n").map(String.init)
      let path = String(lines[0].dropFirst(2))
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
            yaml: "target: power\n", source: "test.yaml", overrides: [override])
        }
        tried += 1
      }
    }
    #expect(tried >= 35)
  }
}
