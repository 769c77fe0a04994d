import ArgumentParser
import Sluice

extension Generator: ExpressibleByArgument {
  /// The word for a generator on the command line, where words are joined by hyphens.
  private var argument: String {
    if case .digitSums = self { return "digit-sums" }
    return name
  }

  /// The generator of a word, with its defaults.
  public init?(argument: String) {
    guard let kind = Generator.kinds.first(where: { $0.argument == argument }) else { return nil }
    self = kind
  }

  /// All words.
  public static var allValueStrings: [String] { kinds.map(\.argument) }
}

extension DigitSums.Digits: ExpressibleByArgument {}

/// `sluice data generate`.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Writes an artificial series whose rules are known.",
    discussion: """
      Example:

        sluice data generate household --rows 20000 --seed 1 --output household.csv
        sluice data generate digit-sums --digits 0-8 --output digits.csv
      """)

  @Argument(help: "What to generate.")
  var kind: Generator

  @Option(help: ArgumentHelp("The number of rows.", valueName: "n"))
  var rows: Int?

  @Option(
    help: ArgumentHelp(
      "The number of series of digit-sums, of 30 rows each; 10000 unless given.", valueName: "n"))
  var series: Int?

  @Option(help: "The digits of digit-sums; 0-9 unless given.")
  var digits: DigitSums.Digits?

  @Option(help: ArgumentHelp("The seed: the same seed gives the same series.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output unless given.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  func validate() throws {
    if case .digitSums = kind {
      if rows != nil {
        throw ValidationError("--rows is not for digit-sums: say how many --series.")
      }
    } else if series != nil || digits != nil {
      throw ValidationError("--series and --digits are for digit-sums only.")
    }
    try CountOption.check("--rows", rows, to: Limits.generatedRows)
    try CountOption.check("--series", series, to: Limits.generatedRows / DigitSums.steps)
  }

  func run() throws {
    var generator = kind
    if case .digitSums(var sums) = kind {
      sums.count = series ?? sums.count
      sums.digits = digits ?? sums.digits
      generator = .digitSums(sums)
    }
    let made = generator.series(rows: rows, seed: seed)
    if let output {
      try SeriesWriter.write(made, to: output)
      Console.say("\(NumberText.count(made.count)) rows written to \(output).")
    } else {
      try StandardOutput.write(SeriesWriter.text(made))
    }
  }
}
