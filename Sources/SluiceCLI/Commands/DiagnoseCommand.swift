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

  @Option(
    help: ArgumentHelp(
      "Takes the cure of this finding, counted from 1, instead of the first that has one.",
      valueName: "n"))
  var finding: Int?

  @Flag(help: "Replaces the file of --apply or the run of --prove where it is there already.")
  var force = false

  @Flag(help: "Prints the findings as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be at least 1, found \(seeds).") }
    if all || finding != nil, apply == nil, prove == nil {
      throw ValidationError(
        "\(all ? "--all" : "--finding") says which cures to take: give --apply or --prove as well.")
    }
    if all, finding != nil {
      throw ValidationError("--all takes every cure and --finding one: choose one of them.")
    }
  }

  func run() throws {
    threads.apply()
    Interrupts.listen()
    let diagnosis = try DiagnosisRun(path, data: data)
    for output in [apply, prove].compactMap({ $0 }) {
      try diagnosis.checkOutput(output, replaces: force)
    }
    var report = try diagnosis.report(
      seeds: seeds, observers: seeds > 1 ? [TrainingView()] : [], stop: Interrupts.request)
    // The findings come first: whatever goes wrong behind them, they are told.
    if !json { try StandardOutput.write(report.text(style: Console.style) + "\n") }
    let chosen = try chosen(of: report.findings)
    if let apply { try write(chosen, to: apply, diagnosis) }
    if let prove {
      report.proof = try diagnosis.prove(
        chosen, in: prove, takesAll: all, replaces: force, observers: [TrainingView()],
        stop: Interrupts.request, say: Console.say)
      if let proof = report.proof {
        if !json {
          try StandardOutput.write("\n\(Console.style.bold(proof.sentence))\n")
        }
      } else {
        Console.say("No finding has a cure that is a change of the experiment: nothing to try.")
      }
    }
    if json { try StandardOutput.write(MetricsFile.text(of: report)) }
    try diagnosis.write(report)
    Console.say("Written: \(diagnosis.reportPath).")
  }

  private func chosen(of findings: [Finding]) throws -> [Finding] {
    guard let finding else { return findings }
    guard findings.indices.contains(finding - 1) else {
      throw UnusableArgument(
        description:
          findings.isEmpty
          ? "--finding \(finding): nothing was found."
          : "--finding must be from 1 to \(findings.count), found \(finding).")
    }
    return [findings[finding - 1]]
  }

  private func write(_ findings: [Finding], to path: String, _ diagnosis: DiagnosisRun) throws {
    let cured = try diagnosis.cured(of: findings, takesAll: all)
    if cured.changes.isEmpty {
      Console.say(
        "No finding has a cure that is a change of the experiment: \(path) is not written.")
      return
    }
    try ExperimentFile.write(cured.experiment, to: path)
    Console.say("Written: \(path), with \(cured.changes.joined(separator: ", ")).")
  }
}
