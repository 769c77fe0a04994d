import SluiceData

/// Times the reader: all columns and time stamps of one file, once, as the peers' script does.
struct ReadBenchmark {
  let path: String

  func run() throws -> [(String, JSONValue)] {
    let time = try ContinuousClock().measure { _ = try SeriesReader().read(path: path) }
    let seconds =
      Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)
    return [
      ("reader", .text("sluice")), ("seconds", .number(seconds, 4)),
      ("peakMegabytes", .number(ProcessMeter.peakMegabytes, 1)),
    ]
  }
}
