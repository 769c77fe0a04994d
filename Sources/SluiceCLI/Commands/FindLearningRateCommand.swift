import ArgumentParser
import Sluice

/// `sluice find-learning-rate`.
struct FindLearningRateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-learning-rate",
    abstract: "Tries rising learning rates and suggests one to begin with.",
    discussion: """
      Trains the experiment's network for some updates, each at a higher rate than the one before, and \
      looks where the loss falls fastest. It ends early when the loss runs away. Neither the \
      experiment nor a run is changed: the suggestion is there to be tried, and it holds for this \
      optimizer, batch size and network.

      Example:

        sluice find-learning-rate experiment.yaml --output rates.svg
      """)

  @OptionGroup var experiment: ExperimentOptions

  @Option(
    name: .customLong("from"), help: ArgumentHelp("The lowest learning rate.", valueName: "rate"))
  var lowest: Float = 1e-6

  @Option(
    name: .customLong("to"), help: ArgumentHelp("The highest learning rate.", valueName: "rate"))
  var highest: Float = 1

  @Option(help: ArgumentHelp("The number of updates.", valueName: "n"))
  var updates: Int = 100

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The chart to write, as SVG; none unless given.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var output: String?

  @Flag(help: "Prints the updates and the suggestion as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    guard lowest > 0, highest > lowest, highest.isFinite else {
      throw ValidationError(
        "--from must be above 0 and below --to, found \(lowest) and \(highest).")
    }
    try CountOption.check("--updates", updates, from: 2)
  }

  func run() throws {
    threads.apply()
    let experiment = try experiment.read()
    let now = Trainer.monotonicSeconds
    var bar = ProgressBar(
      "trying rates", total: updates, width: Console.width, isTerminal: Console.isTerminal,
      start: now())
    let report = try LearningRateRun(
      experiment: experiment, lowest: lowest, highest: highest, updates: updates
    ).run { done, point in
      let detail =
        "rate \(NumberText.significant(Double(point.learningRate), 2)), "
        + "loss \(NumberText.significant(point.loss))"
      if let text = bar.update(done, detail: detail, at: now()) { Console.write(text) }
    }
    if let text = bar.finish() { Console.write(text) }
    if let output {
      try WholeFile.write(SVGRenderer().render(report.chart), to: output)
      Console.say("Written: \(output).")
    }
    if json {
      try StandardOutput.write(MetricsFile.text(of: report))
    } else {
      try StandardOutput.write(report.text(style: Console.style) + "\n")
    }
  }
}
