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

      Example:

        sluice data describe household_power_consumption.txt
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

  @Flag(help: "Prints the description as JSON.")
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
    let description = SeriesDescription(reading.series)
    if json {
      try StandardOutput.write(MetricsFile.text(of: description))
    } else {
      try StandardOutput.write(description.text(style: Console.style) + "\n")
      if !reading.leftOut.isEmpty {
        Console.say(
          "Left out, because they hold too many or too long texts: "
            + reading.leftOut.joined(separator: ", ") + ".")
      }
    }
  }
}

extension ReaderOptions.Layout: ExpressibleByArgument {}
