import ArgumentParser
import Sluice

/// `sluice compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Puts the results of several runs side by side.",
    discussion: """
      Runs of one task: forecasts beside forecasts, or classifications beside classifications.

      Example:

        sluice compare runs/baseline runs/augmented
      """)

  @Argument(help: ArgumentHelp("The run directories.", valueName: "run"), completion: .directory)
  var runs: [String]

  @Flag(help: "Prints the comparison as JSON.")
  var json = false

  func run() throws {
    let finished = try runs.map { try FinishedRun($0) }
    let comparison = try Comparison(
      runs: try finished.map { try .init(name: $0.name, metrics: $0.metrics()) })
    if json {
      try StandardOutput.write(MetricsFile.text(of: comparison))
    } else {
      let units = Set(finished.map(\.experiment.unit))
      let unit = units.count == 1 ? units.first ?? nil : nil
      try StandardOutput.write(comparison.text(unit: unit, style: Console.style) + "\n")
    }
  }
}
