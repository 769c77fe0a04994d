import ArgumentParser
import Sluice

/// `sluice data`.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Looks at readings, makes some, or fetches them.",
    subcommands: [DescribeCommand.self, GenerateCommand.self, FetchCommand.self])
}

/// `sluice data describe`.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Says what a file of readings holds: columns, ranges, missing values, gaps.",
    discussion: """
      Delimiter, decimal mark, header and time stamps are found out; what can be read in two ways \
      is an error. Time stamps that repeat or go back are counted. Columns of text are counted by \
      their texts, where there are few different ones.

      --full looks longer, a second or so a column: shape of the distribution, autocorrelation, seasons, \
      trend, unit root, breaks in the level; and says in sentences what to look at before training. \
      --output draws all of it on a page.

      Examples:

        sluice data describe household_power_consumption.txt
        sluice data describe readings.csv --full --output readings.html
        sluice data describe readings.csv --categories subject,activity
        sluice data describe MHEALTHDATASET --layout mhealth
      """)

  @Argument(help: "The file of readings; may be gzipped.", completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "Columns to count by their texts although they hold numbers, such as subject,activity.",
      valueName: "names"))
  var categories: String?

  @Option(help: "What the readings lie in: a table, or the folder of a known data set.")
  var layout = ReaderOptions.Layout.table

  @Flag(
    help: "Looks at shape, seasons, trend and breaks of each column, too, and says what is odd.")
  var full = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The page to write with pictures of all that --full finds, as HTML; none unless given.",
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @Flag(help: "Prints the description as JSON; with --full all numbers.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if categories != nil, layout != .table {
      throw ValidationError(
        "--categories is for tables: the layout \(layout.rawValue) has its own.")
    }
  }

  func run() throws {
    threads.apply()
    let names = categories?.split(separator: ",").map(String.init) ?? []
    let options = ReaderOptions(categories: names, requiresOrder: false, layout: layout)
    let reading = try SeriesReader(options, readsTexts: true).read(path: file)
    let console = Console.style
    if full || output != nil {
      let examination = try SeriesExamination(reading.series)
      if let output {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        try WholeFile.write(ExaminationPage(examination, name: name).html, to: output)
        Console.say("Written: \(output).")
      }
      if full {
        try show(examination, text: examination.text(style: console))
      } else {
        try show(examination.description, text: examination.description.text(style: console))
      }
    } else {
      let description = SeriesDescription(reading.series)
      try show(description, text: description.text(style: console))
    }
    if !json, !reading.leftOut.isEmpty {
      Console.say(
        "Left out, because they hold too many or too long texts: "
          + reading.leftOut.joined(separator: ", ") + ".")
    }
  }

  private func show(_ value: some Encodable, text: @autoclosure () -> String) throws {
    try StandardOutput.write(json ? MetricsFile.text(of: value) : text() + "\n")
  }
}

extension ReaderOptions.Layout: ExpressibleByArgument {}
