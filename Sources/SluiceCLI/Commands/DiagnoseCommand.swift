import ArgumentParser
import Sluice

/// `sluice diagnose`.
struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Finds out why a trained model is not better, and what would help.",
    discussion: """
      Looks at the readings, the training and the forecasts of a run, and tells what is wrong, the most \
      likely cause first: what was measured, what may be expected of a cure, and the change to the \
      experiment that makes it. Writes the same with pictures to RUN/diagnosis.html.

      Examples:

        sluice diagnose runs/first
        sluice diagnose runs/first --seeds 5
        sluice diagnose runs/first --apply better.yaml
        sluice diagnose runs/first --prove runs/better
      """)

  @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
  var path: String

  @Option(
    help: ArgumentHelp("The readings, in place of the experiment's data.path.", valueName: "file"),
    completion: .file())
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Writes the experiment with the cure of the first finding that has one.", valueName: "file"),
    completion: .file())
  var apply: String?

  @Option(
    help: ArgumentHelp(
      "Trains with the cure of the first finding that has one, writes that run, and compares the two.",
      valueName: "run"),
    completion: .directory)
  var prove: String?

  @Option(
    help: ArgumentHelp(
      "Trains with this many seeds, the run's own among them, to tell whether the result is luck.",
      valueName: "n"))
  var seeds: Int = 1

  @Flag(help: "Takes the cures of all findings.")
  var all = false

  @Flag(help: "Prints the findings as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be at least 1, found \(seeds).") }
    if all, apply == nil, prove == nil {
      throw ValidationError("--all says which cures to take: give --apply or --prove as well.")
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    let diagnosis = try DiagnosisRun(path, data: data)
    var report = try diagnosis.report(
      seeds: seeds, observers: seeds > 1 ? [TrainingView()] : [], stop: Interrupts.request)
    let first = report.findings.filter { !($0.cure?.changes.isEmpty ?? true) }.prefix(1)
    let chosen = all ? report.findings : Array(first)
    if let apply {
      let cured = try diagnosis.cured(of: chosen)
      if cured.changes.isEmpty {
        Console.say(
          "No finding has a cure that is a change of the experiment: \(apply) is not written.")
      } else {
        try ExperimentFile.write(cured.experiment, to: apply)
        Console.say("Written: \(apply), with \(cured.changes.joined(separator: ", ")).")
      }
    }
    if let prove {
      report.proof = try diagnosis.prove(
        chosen, in: prove, observers: [TrainingView()], stop: Interrupts.request, say: Console.say)
      if report.proof == nil {
        Console.say("No finding has a cure that is a change of the experiment: nothing to try.")
      }
    }
    try diagnosis.write(report)
    if json {
      try StandardOutput.write(MetricsFile.text(of: report))
    } else {
      try StandardOutput.write(report.text(style: Console.style) + "\n")
    }
    Console.say("Written: \(diagnosis.reportPath).")
  }
}
