import ArgumentParser
import Sluice

/// `sluice train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract:
      "Trains an experiment's network and compares it with forecasts or labels that cost nothing.",
    discussion: """
      Writes a run directory: the resolved experiment, the bundle (model.safetensors), metrics.json, \
      history.csv, predictions.csv, charts and report.html. Until it is whole it is called \
      RUN.partial; a run that was interrupted or killed goes on from there with --resume and ends \
      with the same weights to the bit.

      Examples:

        sluice train experiment.yaml --output runs/first --seed 1
        sluice train experiment.yaml --data other.csv --output runs/other
        sluice train experiment.yaml --output runs/short --set training.epochs=5
        sluice train experiment.yaml --output runs/short --resume
      """)

  @OptionGroup var experiment: ExperimentOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The run directory to write.", valueName: "run"), completion: .directory)
  var output: String

  @Flag(help: "Replaces a run that is there already.")
  var force = false

  @Flag(help: "Goes on with a run that was interrupted or killed.")
  var resume = false

  @Flag(help: "Saves the best baseline as the bundle when it beats the network.")
  var best = false

  @Flag(help: "Prints metrics.json instead of a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Seconds between two checkpoints.", valueName: "seconds", visibility: .hidden))
  var checkpointSeconds: Double = 2

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if force, resume {
      throw ValidationError("--force begins afresh and --resume goes on: choose one of them.")
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    let experiment = try experiment.read()
    let run = ExperimentRun(
      experiment: experiment, observers: [TrainingView()], stop: Interrupts.request,
      say: Console.say)
    let outcome = try run.write(
      to: output, replaces: force, resumes: resume, checkpointSeconds: checkpointSeconds,
      keepsBest: best)
    switch outcome {
    case .finished(let metrics):
      try show(metrics, unit: experiment.unit)
      Console.say("Written: \(output). Open \(output)/\(RunFiles.report).")
    case .finishedBefore(let metrics):
      Console.say("\(output) was finished already; nothing was done.")
      try show(metrics, unit: experiment.unit)
    case .interrupted(let epochs):
      throw Interrupted(
        description: "Interrupted after \(epochs) \(epochs == 1 ? "epoch" : "epochs"). Go on with "
          + "the same command and --resume.")
    }
  }

  private func show(_ metrics: RunMetrics, unit: String?) throws {
    if json {
      try StandardOutput.write(MetricsFile.text(of: metrics))
    } else {
      try StandardOutput.write(metrics.text(unit: unit, style: Console.style) + "\n")
    }
  }
}
