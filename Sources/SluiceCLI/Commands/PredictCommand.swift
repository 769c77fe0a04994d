import ArgumentParser
import Sluice

/// `sluice predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Forecasts or labels from raw readings; no rows of the future are needed.",
    discussion: """
      Writes one line a forecast: its time, how many rows it lies ahead, what happened (where that \
      is known) and the forecast in the target's own units. The last lines lie behind the end of \
      the readings.

      A classification writes one line a label: the time and the row of the window's last reading \
      (the first row of readings is 1), subject and sequence, the true label (where that is known), \
      the label given and the probability of each class. A model that labels each step gives each \
      row one label: that of the window which ends with it.

      Columns that the experiment declares as known ahead (features.knownAhead) are read some rows \
      ahead, so the file goes on behind the last reading: rows of which only the time and these \
      columns are filled. Where they are missing, the last rows get no forecast, and it is said.

      Examples:

        sluice predict runs/baseline --data recent.csv --output forecast.csv
        sluice predict runs/baseline --data recent.csv --latest
      """)

  @Argument(help: ArgumentHelp("A run directory, or a bundle file.", valueName: "run"))
  var model: String

  @Option(help: ArgumentHelp("The readings.", valueName: "file"), completion: .file())
  var data: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write; standard output unless given.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var output: String?

  @Flag(help: "Forecasts from or labels the last row only, instead of every row.")
  var latest = false

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    let predictions = try LoadedModel(model).predict(data, latestOnly: latest)
    if let missing = predictions.missingLead { Console.say(missing.description) }
    let text = PredictionsFile.text(of: predictions)
    if let output {
      try PredictionsFile.write(text, to: output)
      let count = NumberText.count(predictions.count)
      let what = if case .forecasts = predictions { "forecasts" } else { "labels" }
      Console.say("\(count) \(what) written to \(output).")
    } else {
      try StandardOutput.write(text)
    }
  }
}
