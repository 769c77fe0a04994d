import Foundation
import SluiceData
import SluiceTensor
import TestSupport
import Testing

@Suite struct SeriesReaderTests {
  @Test("A plain file gives its columns and the time stamps in UTC")
  func plain() throws {
    let reading = try read(
      "time,load,price\n2024-02-28 23:00:00,1.5,-2\n2024-02-29 00:00:00,3e2,4.25\n")
    let series = reading.series
    #expect(series.columnNames == ["load", "price"])
    #expect(series["load"]?.values == [1.5, 300])
    #expect(series["price"]?.values == [-2, 4.25])
    #expect(
      series.timestamps?.map { CivilTime(microseconds: $0).description } == [
        "2024-02-28 23:00:00", "2024-02-29 00:00:00",
      ])
    #expect(reading.options.delimiter == ",")
    #expect(reading.options.time?.format == "yyyy-MM-dd HH:mm:ss")
  }

  @Test("The household file's form is found: semicolons, day first, '?' and empty cells missing")
  func household() throws {
    let reading = try read(
      """
      Date;Time;Power;Voltage
      16/12/2006;17:24:00;4.216;234.840
      16/12/2006;17:25:00;?;233.630
      1/1/2007;00:00:00;;240.1

      """)
    #expect(reading.series["Power"]?.map { $0.isNaN } == [false, true, true])
    #expect(reading.series["Voltage"]?.values == [234.84, 233.63, 240.1])
    #expect(
      reading.series.timestamps?.last == CivilTime(year: 2007, month: 1, day: 1).microseconds)
    #expect(
      reading.options.time
        == TimeOptions(
          columns: ["Date", "Time"], format: "d/M/yyyy HH:mm:ss"))
  }

  @Test("Decimal commas, trailing delimiters and rows of empty cells are understood")
  func decimalComma() throws {
    let reading = try read(
      "Date;Time;CO;T;;\r\n10/03/2004;18.00.00;2,6;-13,5;;\r\n13/03/2004;19.00.00;2;,5;;\r\n;;;;;\r\n"
    )
    #expect(reading.series.columnNames == ["CO", "T"])
    #expect(reading.series["CO"]?.values == [2.6, 2])
    #expect(reading.series["T"]?.values == [-13.5, 0.5])
    #expect(reading.options.decimal == ",")
  }

  @Test("Quotes may hold delimiters, doubled quotes and line ends, and numbers")
  func quotes() throws {
    let text = "name,\"a, b\",\"say \"\"x\"\"\"\n\"one\ntwo\",\"1.5\",2\n\"th\"\"ree\",3,\"4\"\n"
    let reading = try read(text)
    #expect(reading.series.columnNames == ["a, b", "say \"x\""])
    #expect(reading.series.columns.map(\.values) == [[1.5, 3], [2, 4]])
    #expect(reading.leftOut == ["name"])
  }

  @Test("A byte order mark, tabs, carriage returns and a missing last line end do no harm")
  func oddities() throws {
    let reading = try read("\u{FEFF}a\tb\r\n1\t2\r\n\r\n3\t4")
    #expect(reading.series.columnNames == ["a", "b"])
    #expect(reading.series.columns.map(\.values) == [[1, 3], [2, 4]])
    #expect(reading.series.timestamps == nil)
  }

  @Test("Without a header the columns are numbered")
  func noHeader() throws {
    let reading = try read("1,2\n3,4\n", ReaderOptions(header: false))
    #expect(reading.series.columnNames == ["column1", "column2"])
    #expect(reading.series["column2"]?.values == [2, 4])
    expect(.ambiguousHeader, line: 1, in: "1,2\n3,4\n")
    #expect(try read("1,2\n3,4\n", ReaderOptions(header: true)).series["2"]?.values == [4])
  }

  @Test("Chosen columns come in the order asked for, and numbers can mean a missing reading")
  func chosenColumns() throws {
    let reading = try read(
      "a,b,c\n1,-200,x\n-200.0,5,y\n", ReaderOptions(missing: ["-200"], columns: ["b", "a"]))
    #expect(reading.series.columnNames == ["b", "a"])
    #expect(reading.series["a"]?.map { $0.isNaN } == [false, true])
    #expect(reading.series["b"]?.map { $0.isNaN } == [true, false])
  }

  @Test("Every number is the nearest to its text")
  func exactNumbers() throws {
    var texts = [
      "0.1", "16777217", "16777219", "1e-45", "1.1754944e-38", "3.4028235e38", "0.000001",
      "123456789012345678901234567890", "8.5899345915e9", "33554434.999999999999", "-0",
      "1.00000005960464477539062", "1.000000059604644775390625", "1.00000005960464477539063",
    ]
    // Rounded to double precision these lie between two numbers of single precision, on the other
    // side of which they are.
    texts += [
      "0.6343642175197601", "0.5631068050861359",
      "0.6179186999797821", "0.8796152174472809",
      "0.7099548280239105", "0.5938595831394196",
      "0.8898088037967682", "0.5254458487033844",
      "0.8812042176723480", "0.5290407836437225",
      "0.7216916382312775", "0.7187810242176056",
    ]
    var random = RandomStreams(seed: 7).stream("numbers")
    for _ in 0..<3000 {
      let digits = random.next() % 1_000_000_000_000
      let places = Int(random.next() % 12)
      var text = String(digits)
      while text.count <= places { text = "0" + text }
      text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
      texts.append(text.hasSuffix(".") ? text + "0" : text)
    }
    let series = try read("x\n" + texts.joined(separator: "\n") + "\n").series
    let values = try series.column("x").values
    for (text, value) in zip(texts, values) {
      #expect(Float(text)?.bitPattern == value.bitPattern, "\(text)")
    }
  }

  @Test("The result does not depend on blocks, threads or quotes that cross a block's end")
  func blocks() throws {
    // Most bytes lie inside quotes and many are line ends, so that blocks are cut there.
    let note = String(repeating: "a\n\"\"", count: 20)
    var text = "time,x,note\n"
    for row in 0..<60_000 {
      text += "\(CivilTime(microseconds: Int64(row) * 1_000_000)),\(row),\"\(note)\"\n"
      if row % 1000 == 0 { text += "\n" }
    }
    let one = try withThreads(1) { try read(text).series }
    let two = try withThreads(2) { try read(text).series }
    #expect(one == two)
    #expect(one.count == 60_000)
    #expect(try one.column("x").values == (0..<60_000).map(Float.init))
    #expect(one.timestamps?.last == Int64(59_999_000_000))
  }

  @Test("A gzip file reads as the plain one does; cut off or damaged it is an error")
  func gzip() throws {
    var text = "a,b\n"
    for row in 0..<5000 { text += "\(row),\(row * 3 % 7).5\n" }
    let plain = try read(text).series
    let path = try file(text)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-kf", path]
    try process.run()
    process.waitUntilExit()
    #expect(try SeriesReader().read(path: path + ".gz").series == plain)

    let packed = try Data(contentsOf: URL(fileURLWithPath: path + ".gz"))
    let cut = path + ".cut.gz"
    try packed.prefix(packed.count / 2).write(to: URL(fileURLWithPath: cut))
    #expect(problem { try SeriesReader().read(path: cut) }?.problem == .truncatedGzip)
    var damaged = packed
    damaged[damaged.count / 2] ^= 0xFF
    try damaged.write(to: URL(fileURLWithPath: cut))
    guard case .corruptGzip? = problem({ try SeriesReader().read(path: cut) })?.problem else {
      Issue.record("a damaged file was read")
      return
    }
  }

  @Test("Reading again with the options found gives the same series")
  func resolvedOptions() throws {
    let text = "Date;Time;x;y\n13/02/2020;10:00;1,5;2\n14/02/2020;10:00;2,5;3\n"
    let first = try read(text)
    let again = try read(text, first.options)
    #expect(again.series == first.series)
    #expect(again.options == first.options)
    let json = try JSONEncoder().encode(first.options)
    #expect(try JSONDecoder().decode(ReaderOptions.self, from: json) == first.options)
  }
}

/// Writes a text into a new file and returns its path.
func file(_ text: String) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-reader-tests")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let file = folder.appendingPathComponent(UUID().uuidString + ".csv")
  try Data(text.utf8).write(to: file)
  return file.path
}

/// Reads a text as a file.
func read(_ text: String, _ options: ReaderOptions = ReaderOptions()) throws -> SeriesReading {
  let path = try file(text)
  defer { unlink(path) }
  return try SeriesReader(options).read(path: path)
}

/// Returns the error that reading throws.
func problem(_ body: () throws -> SeriesReading) -> ReadError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? ReadError
  }
}

/// Expects that reading a text fails at a place.
func expect(
  _ expected: ReadError.Problem, line: Int? = nil, column: String? = nil, cell: String? = nil,
  in text: String, _ options: ReaderOptions = ReaderOptions(),
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let error = problem { try read(text, options) }
  #expect(error?.problem == expected, sourceLocation: sourceLocation)
  #expect(error?.line == line, sourceLocation: sourceLocation)
  #expect(error?.column == column, sourceLocation: sourceLocation)
  #expect(error?.cell == cell, sourceLocation: sourceLocation)
}

/// Runs a body with a number of threads.
func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
  let before = Threads.count
  Threads.count = count
  defer { Threads.count = before }
  return try body()
}
