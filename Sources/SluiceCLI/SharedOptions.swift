import ArgumentParser
import Sluice

/// The number of threads, for all commands that compute.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that share the work; results do not depend on it.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads must be at least 1, found \(threads).")
    }
  }

  /// Tells the workers.
  func apply() {
    if let threads { Threads.count = threads }
  }
}

/// An experiment file with what the command line changes in it.
struct ExperimentOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The experiment file.", valueName: "experiment"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    help: ArgumentHelp("The readings, in place of the experiment's data.path.", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(help: ArgumentHelp("The seed, in place of the experiment's.", valueName: "n"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes one value of the experiment, such as training.epochs=5; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  /// Reads the experiment and applies the changes.
  func read() throws -> Experiment {
    var experiment: Experiment
    do {
      experiment = try ExperimentFile.read(file, overrides: overrides)
    } catch let error as FileError {
      throw UnusableArgument(description: error.description)
    }
    if let data { experiment.data.path = ExperimentFile.absolute(data) }
    if let seed { experiment.seed = seed }
    return experiment
  }
}
