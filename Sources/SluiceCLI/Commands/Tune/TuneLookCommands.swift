import ArgumentParser
import Sluice

/// Which study to look at.
struct StudyOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("A study directory, or the storage of a study.", valueName: "study"),
    completion: .directory)
  var place: String

  @OptionGroup var storage: StorageOptions

  @Option(
    help: ArgumentHelp("Which study, where the storage has several.", valueName: "name"))
  var name: String?

  func load() throws -> LoadedStudy {
    try LoadedStudy(
      storage.open(existing: place), name: name,
      folder: StudyFiles.isStudy(place) ? place : nil)
  }
}

/// `sluice tune show`.
struct TuneShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows how a study stands: the best trials, and what their lead is worth.",
    discussion: """
      Example:

        sluice tune show studies/first
      """)

  @OptionGroup var study: StudyOptions

  @Option(help: ArgumentHelp("The number of trials to show.", valueName: "n"))
  var rows: Int = 10

  @Flag(help: "Prints the study as JSON.")
  var json = false

  func validate() throws {
    if rows < 1 { throw ValidationError("--rows must be at least 1, found \(rows).") }
  }

  func run() throws {
    let results = try study.load().results
    if json {
      try StandardOutput.write(MetricsFile.text(of: StudyExport(results)))
    } else {
      try StandardOutput.write(results.text(rows: rows, style: Console.style) + "\n")
    }
  }
}

/// `sluice tune best`.
struct TuneBestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "best",
    abstract: """
      Prints the parameters of the winner or another trial, and writes the experiment of it.
      """,
    discussion: """
      The winner is the trial with the best objective; with several objectives that with the best of \
      the first one among the trials that no other beats in everything.

      Examples:

        sluice tune best studies/first --output best.yaml
        sluice tune best studies/first --trial 7 --output small.yaml
      """)

  @OptionGroup var study: StudyOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The experiment file to write.", valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var output: String?

  @Option(help: ArgumentHelp("Another trial than the winner.", valueName: "number"))
  var trial: Int?

  @Flag(help: "Prints the parameters as JSON.")
  var json = false

  func run() throws {
    let study = try study.load()
    let best = try study.results.trial(trial)
    if json {
      try StandardOutput.write(MetricsFile.text(of: best.parameters))
    } else {
      let rows = study.results.definition.space.parameters.compactMap { parameter in
        best.parameters[parameter.name].map { "\(parameter.name): \($0)" }
      }
      try StandardOutput.write(rows.map { $0 + "\n" }.joined())
    }
    if let output {
      if StudyFiles.isFile(output), (try? ExperimentFile.read(output)) == nil {
        throw StudyRunError.notAnExperiment(output)
      }
      try ExperimentFile.write(study.plan.experiment(for: best.parameters), to: output)
      Console.say("The experiment of trial \(best.number) is written to \(output).")
      if study.results.lineage != nil {
        Console.say(
          "Training it makes another network: the weights of a population are in the study directory."
        )
      }
    }
  }
}

/// `sluice tune export`.
struct TuneExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Prints all trials of a study, as JSON or CSV.",
    discussion: """
      Examples:

        sluice tune export studies/first > trials.json
        sluice tune export studies/first --csv > trials.csv
      """)

  @OptionGroup var study: StudyOptions

  @Flag(help: "Prints CSV, a line a trial.")
  var csv = false

  @Flag(help: "Prints JSON, as without this option.")
  var json = false

  func validate() throws {
    if csv, json { throw ValidationError("--csv and --json exclude each other.") }
  }

  func run() throws {
    let results = try study.load().results
    try StandardOutput.write(
      csv ? StudyExport.csv(results) : MetricsFile.text(of: StudyExport(results)))
  }
}
