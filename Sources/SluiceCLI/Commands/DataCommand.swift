import ArgumentParser
import Sluice

/// `sluice data`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Looks at readings, or makes some.",
    subcommands: [DescribeCommand.self, GenerateCommand.self])
}

/// `sluice data describe`.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Says what a file of readings holds: columns, ranges, missing values, gaps.",
    discussion: """
      Example:

        sluice data describe household_power_consumption.txt
      """)

  @Argument(help: "The file.", completion: .file())
  var file: String

  @Flag(help: "Prints the description as JSON.")
  var json = false
}

/// `sluice data generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Writes an artificial series whose rules are known.",
    discussion: """
      Example:

        sluice data generate household --rows 20000 --seed 1 --output household.csv
      """)

  /// The kinds of series.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case household, multivariate, sine
  }

  @Argument(help: "What to generate: household, multivariate or sine.")
  var kind: Kind

  @Option(help: ArgumentHelp("The number of rows.", valueName: "n"))
  var rows: Int

  @Option(help: ArgumentHelp("The seed: the same seed gives the same series.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output unless given.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  func validate() throws {
    if rows < 1 { throw ValidationError("--rows must be at least 1, found \(rows).") }
  }
}
