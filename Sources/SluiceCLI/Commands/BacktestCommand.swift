import ArgumentParser
import Sluice

/// `sluice backtest`.
struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Trains and tests an experiment at several points in time, or on each subject.",
    discussion: """
      Each fold of a forecast trains on the past and tests on the rows that follow: does the model \
      hold up whenever it is trained, or was the one split lucky? A classification with the key \
      subject leaves each subject out once, and labels it with a network trained on the others. The \
      experiment's own split is not used.

      Examples:

        sluice backtest experiment.yaml --data readings.csv --folds 5
        sluice backtest activity.yaml --data wearables.csv
      """)

  @OptionGroup var experiment: ExperimentOptions

  @Option(help: ArgumentHelp("The number of folds, for a forecast.", valueName: "k"))
  var folds: Int?

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
    switch experiment.task {
    case .forecast: try inTime(experiment)
    case .classification: try bySubject(experiment)
    }
  }

  private func inTime(_ experiment: Experiment) throws {
    guard let folds else {
      throw UnusableArgument(
        description: "A forecast is tested at several points in time: say how many with --folds.")
    }
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

  private func bySubject(_ experiment: Experiment) throws {
    if folds != nil || testRows != nil || trainRows != nil || purge != 0 {
      throw UnusableArgument(
        description: "A classification leaves each subject out once: --folds, --test-rows, --purge "
          + "and --train-rows are for forecasts.")
    }
    let run = SubjectBacktestRun(
      experiment: experiment, observers: [TrainingView()], stop: Interrupts.request,
      say: Console.say)
    let metrics = RunMetrics.classification(try run.run())
    if json {
      try StandardOutput.write(MetricsFile.text(of: metrics))
    } else {
      try StandardOutput.write(metrics.text(style: Console.style) + "\n")
    }
  }
}
