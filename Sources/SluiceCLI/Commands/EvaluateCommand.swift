import ArgumentParser
import Sluice

/// `sluice evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Tests a trained model, and its baselines, on other readings.",
    discussion: """
      The readings must have the columns that the model was trained on, the target included. They \
      are prepared exactly as the training data was, by the recipe in the bundle; the baselines are \
      those that were fitted to the training data.

      Example:

        sluice evaluate runs/baseline --data december.csv
      """)

  @Argument(help: ArgumentHelp("A run directory, or a bundle file.", valueName: "run"))
  var model: String

  @Option(help: ArgumentHelp("The readings.", valueName: "file"), completion: .file())
  var data: String

  @Flag(help: "Prints the metrics as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let model = try LoadedModel(model)
    let metrics = try model.evaluate(data)
    if json {
      try StandardOutput.write(MetricsFile.text(of: metrics))
    } else {
      try StandardOutput.write(metrics.text(unit: model.unit, style: Console.style) + "\n")
    }
  }
}
