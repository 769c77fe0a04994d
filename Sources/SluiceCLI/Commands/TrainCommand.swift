import ArgumentParser
import Sluice

/// `sluice train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract:
      "Trains an experiment's network and compares it with the forecasts that cost nothing.",
    discussion: """
      Writes a run directory: the resolved experiment, the bundle (model.safetensors), metrics.json, \
      history.csv, predictions.csv, charts and report.html. Until it is whole it is called \
      RUN.partial; a run that was interrupted or killed goes on from there with --resume and ends \
      with the same weights to the bit.

      Examples:

        sluice train examples/household-baseline.yaml --data household_power_consumption.txt \\
          --output runs/baseline --seed 1
        sluice train experiment.yaml --output runs/wide --set model.0.LSTM.hiddenSize=64
        sluice train experiment.yaml --output runs/wide --resume
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

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if force, resume {
      throw ValidationError("--force begins afresh and --resume goes on: choose one of them.")
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    let run = ExperimentRun(
      experiment: try experiment.read(), observers: [TrainingView()],
      stop: Interrupts.request, say: Console.say)
    let result = try run.write(to: output, replaces: force, resumes: resume, keepsBest: best)
    switch result {
    case .finished(let report):
      if json {
        print(try MetricsFile.text(of: report.metrics), terminator: "")
      } else {
        print(report.metrics.text(unit: report.unit, style: Console.style))
      }
      Console.say("Written: \(output). Open \(output)/\(RunFiles.report).")
    case .interrupted(let epochs):
      throw Interrupted(
        description: "Interrupted after \(epochs) epochs. Go on with the same command and --resume."
      )
    }
  }
}
