import ArgumentParser
import Sluice

/// The number of threads, for all commands that compute.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Threads that share the work; results do not depend on it.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    try CountOption.check("--threads", threads)
  }

  /// Tells the workers.
  func apply() {
    if let threads { Threads.count = threads }
  }
}

/// The check of an option that counts something.
enum CountOption {
  /// Throws unless a value, where one is given, lies within its limits.
  static func check(
    _ name: String, _ value: Int?, from least: Int = 1, to most: Int = Limits.count
  ) throws {
    guard let value else { return }
    if value < least { throw ValidationError("\(name) must be at least \(least), found \(value).") }
    if value > most { throw ValidationError("\(name) must be at most \(most), found \(value).") }
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
    if let data { experiment.data.read(from: ExperimentFile.absolute(data)) }
    if let seed { experiment.seed = seed }
    return experiment
  }
}
