import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct SeriesWriterTests {
  @Test("The text has a time column, short numbers and empty cells for missing readings")
  func text() {
    let series = Series(
      columns: [Column("x", [0.1, .nan, -3e-7]), Column("a \"b\", c", [1, 16_777_216, 2.5])],
      timestamps: [0, 60_000_000, 90_500_000])
    #expect(
      SeriesWriter.text(series) == """
        time,x,"a ""b"", c"
        1970-01-01 00:00:00,0.1,1.0
        1970-01-01 00:01:00,,16777216.0
        1970-01-01 00:01:30.500000,-3e-07,2.5

        """)
  }

  @Test("What is written reads back to the same bits")
  func roundTrip() throws {
    var random = RandomStreams(seed: 5).stream("writer")
    let values = (0..<40_000).map { row in
      row % 97 == 3
        ? Float.nan : Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0xBFFF_FFFF)
    }
    let series = Series(
      columns: [Column("x", values), Column("y", values.reversed())],
      timestamps: (0..<40_000).map { Int64($0) * 12_345_678 })
    let path = try file("")
    try SeriesWriter.write(series, to: path)
    #expect(try SeriesReader().read(path: path).series == series)
    let bare = Series(columns: series.columns)
    try SeriesWriter.write(bare, to: path)
    #expect(try SeriesReader().read(path: path).series.columns[0] == bare.columns[0])
  }

  @Test("Categories are written as their texts, in quotes where needed, and read back the same")
  func categories() throws {
    let texts = ["walk", "a, b", "say \"x\"", "", " c", "two\r\nlines", "é\u{301}", "walk"]
    let series = Series(
      columns: [
        Column("x", (0..<8).map { Float($0) }), Column("label, too", texts: texts),
        Column("part", codes: [0, 1, 1, .nan, 1, 1, 1, 1], categories: ["test", "train"]),
      ])
    let text = SeriesWriter.text(series)
    #expect(text.hasPrefix("x,\"label, too\",part\n0.0,walk,test\n1.0,\"a, b\",train\n"))
    #expect(text.contains("2.0,\"say \"\"x\"\"\",train\n3.0,,\n4.0,\" c\",train\n"))
    let path = try file("")
    try SeriesWriter.write(series, to: path)
    let options = ReaderOptions(categories: ["label, too", "part"])
    #expect(try SeriesReader(options).read(path: path).series == series)
  }

  @Test("A folder that is not there, or a full disk, is an error that names the file")
  func failures() throws {
    let series = Series(columns: [Column("x", [Float](repeating: 0.125, count: 100_000))])
    #expect(throws: FileError.self) { try SeriesWriter.write(series, to: "/nowhere/x.csv") }
    if FileManager.default.fileExists(atPath: "/dev/full") {
      #expect(throws: FileError.self) { try SeriesWriter.write(series, to: "/dev/full") }
    }
  }
}
