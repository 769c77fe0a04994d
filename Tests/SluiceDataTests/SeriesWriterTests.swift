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

  @Test("A folder that is not there, or a full disk, is an error that names the file")
  func failures() throws {
    let series = Series(columns: [Column("x", [Float](repeating: 0.125, count: 100_000))])
    #expect(throws: FileError.self) { try SeriesWriter.write(series, to: "/nowhere/x.csv") }
    if FileManager.default.fileExists(atPath: "/dev/full") {
      #expect(throws: FileError.self) { try SeriesWriter.write(series, to: "/dev/full") }
    }
  }
}
