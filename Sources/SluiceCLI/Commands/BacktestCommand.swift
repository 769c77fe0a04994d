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
    try CountOption.check("--folds", folds)
    try CountOption.check("--test-rows", testRows)
    try CountOption.check("--purge", purge, from: 0)
    try CountOption.check("--train-rows", trainRows)
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
      try StandardOutput.write(MetricsFile.text(of: backtest))
    } else {
      try StandardOutput.write(backtest.text(unit: experiment.unit, style: Console.style) + "\n")
    }
  }
}
