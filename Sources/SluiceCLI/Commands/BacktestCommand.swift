import ArgumentParser
import Sluice

/// `sluice backtest`.
struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Trains and tests an experiment at several points in time.",
    discussion: """
      Each fold trains on the past and tests on the rows that follow: does the model hold up \
      whenever it is trained, or was the one split lucky? The experiment's own split is not used.

      Example:

        sluice backtest experiment.yaml --data readings.csv --folds 5
      """)

  @OptionGroup var experiment: ExperimentOptions

  @Option(help: ArgumentHelp("The number of folds.", valueName: "k"))
  var folds: Int

  @Option(
    help: ArgumentHelp(
      "Rows of each test; without it the rows are shared out evenly.", valueName: "n"))
  var testRows: Int?

  @Option(
    help: ArgumentHelp("Rows left out between training and test.", valueName: "n"))
  var purge: Int = 0

  @Option(
    help: ArgumentHelp(
      "Trains on at most so many rows, which slide along, instead of on all of the past.",
      valueName: "n"))
  var trainRows: Int?

  @Flag(help: "Prints the results as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    let least: [(String, Int?, Int)] = [
      ("--folds", folds, 1), ("--test-rows", testRows, 1), ("--purge", purge, 0),
      ("--train-rows", trainRows, 1),
    ]
    for (name, value, least) in least {
      if let value, value < least {
        throw ValidationError("\(name) must be at least \(least), found \(value).")
      }
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    let experiment = try experiment.read()
    let run = BacktestRun(
      experiment: experiment,
      origin: RollingOrigin(
        folds: folds, testRows: testRows, purge: purge, trainRows: trainRows),
      observers: [TrainingView()], stop: Interrupts.request, say: Console.say)
    let backtest = try run.run()
    if json {
      print(try MetricsFile.text(of: backtest), terminator: "")
    } else {
      print(backtest.text(unit: experiment.unit, style: Console.style))
    }
  }
}
