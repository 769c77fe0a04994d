import ArgumentParser
import Sluice

/// `sluice compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Puts the results of several runs side by side.",
    discussion: """
      Example:

        sluice compare runs/baseline runs/augmented
      """)

  @Argument(help: ArgumentHelp("The run directories.", valueName: "run"), completion: .directory)
  var runs: [String]

  @Flag(help: "Prints the comparison as JSON.")
  var json = false

  func run() throws {
    let finished = try runs.map { try FinishedRun($0) }
    let comparison = Comparison(
      runs: try finished.compactMap { run in
        guard case .forecast(let metrics) = try run.metrics() else { return nil }
        return .init(name: run.name, metrics: metrics)
      })
    if json {
      try StandardOutput.write(MetricsFile.text(of: comparison))
    } else {
      let units = Set(finished.map(\.experiment.unit))
      let unit = units.count == 1 ? units.first ?? nil : nil
      try StandardOutput.write(comparison.text(unit: unit, style: Console.style) + "\n")
    }
  }
}
