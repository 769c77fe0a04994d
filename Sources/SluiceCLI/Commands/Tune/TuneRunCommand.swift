import ArgumentParser
import Sluice

/// `sluice tune STUDY.yaml`, which is `sluice tune run STUDY.yaml`.
struct TuneRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Searches, trains the winner again and tests it.",
    discussion: """
      Writes a study directory: resolved-study.yaml, the trials (study.db), the models of the best of \
      them (trials/) and the winner's run directory (best/), which sluice predict takes. The trials and \
      the winner do not depend on the number of workers, unless the study file says \
      "generation: asynchronous", ends by time or has a measured time (predictionMicroseconds) among its \
      objectives. The winner of a population is not trained again: it is the network that was found.

      A study that was interrupted or killed goes on with the same command; so does a finished one \
      with more trials.

      Examples:

        sluice tune study.yaml --output studies/first --workers 2
        sluice tune study.yaml --output studies/first --trials 60
        sluice tune study.yaml --output studies/quick --set budget.trials=4 --set \
      experiment.training.epochs=2
        sluice tune study.yaml --output studies/first --worker
      """)

  @Argument(
    help: ArgumentHelp("The study file.", valueName: "study"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The study directory to write, or to go on with.", valueName: "directory"),
    completion: .directory)
  var output: String?

  @Option(help: ArgumentHelp("Trials that run at once.", valueName: "n"))
  var workers: Int = 1

  @Option(
    help: ArgumentHelp("The number of trials, in place of the study file's.", valueName: "n"))
  var trials: Int?

  @OptionGroup var storage: StorageOptions

  @Flag(
    help:
      "Only helps: takes trials of a study as long as there are any, and leaves the winner to others."
  )
  var worker = false

  @Option(
    help: ArgumentHelp("The readings, in place of the experiment's data.path.", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(
    help: ArgumentHelp("The seed of the search, in place of the study file's.", valueName: "n"))
  var seed: UInt64?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Changes one value of the study file, such as sampler=tpe; may be repeated.",
      valueName: "key=value"))
  var overrides: [String] = []

  @Flag(help: "Prints the trials as JSON instead of a table.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    for (name, value) in [("--workers", workers), ("--trials", trials ?? 1)] where value < 1 {
      throw ValidationError("\(name) must be at least 1, found \(value).")
    }
    if output == nil, !worker {
      throw ValidationError("Give --output DIRECTORY, or --worker with --storage.")
    }
    if output == nil, storage.location == nil {
      throw ValidationError("A worker needs --output or --storage, to know which study to help.")
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    var plan = try plan()
    if let trials { plan.budget.trials = trials }
    let view = StudyView()
    let run = StudyRun(
      plan, storage: try storage.open(making: output, say: view.say), workers: workers,
      name: Identity.workerName(), watcher: view, observers: [TrainingView()],
      stop: Interrupts.request, say: Console.say)
    switch try run.write(to: output, onlySearches: worker) {
    case .finished(let results):
      try show(results)
      if let metrics = results.winner, !json {
        try StandardOutput.write(
          "\n" + metrics.text(unit: results.unit, style: Console.style) + "\n")
      }
      if let output {
        let best = StudyFiles.best(output)
        Console.say(
          "Written: \(output). The winner: \(best). Open \(StudyFiles.report(output)) and "
            + "\(best)/\(RunFiles.report).")
      }
    case .searched(let results): try show(results)
    case .interrupted(let results):
      let done = results.trials.count { $0.state.isFinished }
      throw Interrupted(
        description: "Interrupted after \(done) \(done == 1 ? "trial" : "trials"). Go on with the "
          + "same command.")
    }
  }

  private func plan() throws -> StudyPlan {
    let changes = overrides + (seed.map { ["seed=\($0)"] } ?? [])
    do {
      return try StudyFile.read(file, overrides: changes, data: data)
    } catch let error as FileError {
      throw UnusableArgument(description: error.description)
    }
  }

  private func show(_ results: StudyResults) throws {
    if json {
      try StandardOutput.write(MetricsFile.text(of: StudyExport(results)))
    } else {
      try StandardOutput.write(results.text(style: Console.style) + "\n")
    }
  }
}
