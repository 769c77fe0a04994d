import Foundation
import SluiceData
import Testing

@Suite struct ReadErrorTests {
  @Test("An empty file, blank lines and a header alone are told apart")
  func nothing() {
    expect(.empty, in: "")
    expect(.empty, in: "\n\n  \r\n")
    expect(.headerOnly, in: "a,b\n")
    expect(.headerOnly, in: "time,a\n\n\n")
    let error = problem { try SeriesReader().read(path: "/nowhere/at all.csv") }
    #expect(
      error?.description
        == "/nowhere/at all.csv: The file cannot be read: No such file or directory.")
    #expect(problem { try SeriesReader().read(path: "/tmp") } != nil)
  }

  @Test("A row with too few or too many cells is named with its line")
  func ragged() {
    expect(.ragged(expected: 2, found: 1), line: 3, in: "a,b\n1,2\n3\n5,6\n")
    expect(.ragged(expected: 2, found: 4), line: 4, in: "a,b\n1,2\n\n3,4,5,6\n")
    expect(
      .ragged(expected: 2, found: 3), line: 2, in: "a,b\n1,2,\n3,4,\n",
      ReaderOptions(delimiter: ",")
    )
  }

  @Test("Text in a number column is named by row, column and cell")
  func text() {
    expect(
      .notANumber, line: 5, column: "b", cell: "many", in: "a,b\n1,2\n3,4\n\n5,many\n7,8\n")
    expect(.notANumber, line: 2, column: "b", cell: "1.2.3", in: "a,b\n1,1.2.3\n3,4\n")
    expect(.notANumber, line: 2, column: "a", cell: "0x10", in: "a,b\n0x10,1\n3,4\n")
    expect(.notANumber, line: 2, column: "a", cell: "x", in: "a\nx\n")
    expect(
      .notANumber, line: 5, column: "b", cell: "4,5", in: "a;b\n1;2.5\n\"q\n\";\"3\"\n2;4,5\n",
      ReaderOptions(columns: ["b"]))
  }

  @Test("The first bad cell of the file is reported, whatever the blocks and threads")
  func firstError() {
    var text = "x,y\n"
    for row in 0..<600_000 { text += row == 300_000 || row == 500_000 ? "1,bad\n" : "1,2.25\n" }
    for threads in [1, 2] {
      withThreads(threads) {
        expect(.notANumber, line: 300_002, column: "y", cell: "bad", in: text)
      }
    }
  }

  @Test("Infinity, signed NaN and numbers beyond 32 bits are errors")
  func notFinite() {
    expect(.notFinite, line: 3, column: "a", cell: "+nan", in: "a,b\n1,2\n+nan,4\n")
    expect(.notFinite, line: 2, column: "b", cell: "-inf", in: "a,b\n1,-inf\n3,4\n")
    expect(.notFinite, line: 2, column: "b", cell: "1e39", in: "a,b\n1,1e39\n3,4\n")
    expect(
      .notFinite, line: 2, column: "a", cell: "4e38", in: "a,b\n4e38,1\n3,4\n")
  }

  @Test("Duplicate and backward time stamps are errors, unless they are asked for")
  func order() throws {
    let time: (Int) -> Int64 = { CivilTime(year: 2020, month: 1, day: $0).microseconds }
    let duplicate = "t,x\n2020-01-01,1\n2020-01-02,2\n2020-01-02,3\n"
    expect(.order(.duplicateTimestamp(row: 2, time: time(2))), line: 4, in: duplicate)
    let backward = "t,x\n2020-01-01,1\n2020-01-05,2\n2020-01-03,3\n"
    expect(
      .order(.backwardTimestamp(row: 2, time: time(3), previous: time(5))), line: 4, in: backward)
    let anyway = try read(backward, ReaderOptions(requiresOrder: false))
    #expect(anyway.series.count == 3)
  }

  @Test("A missing column is named with its nearest neighbour")
  func missingColumn() {
    expect(
      .missingColumn(nearest: "Voltage", available: ["Power", "Voltage"]), column: "voltag",
      in: "Power,Voltage\n1,2\n", ReaderOptions(columns: ["voltag"]))
    expect(
      .missingColumn(nearest: nil, available: ["Power", "Voltage"]), column: "when",
      in: "Power,Voltage\n1,2\n", ReaderOptions(time: TimeOptions(columns: ["when"])))
    expect(.duplicateColumn, line: 1, column: "a", in: "a,b,a\n1,2,3\n")
    expect(.unnamedColumn, line: 2, column: "column 2", cell: "7", in: "a,,b\n1,7,2\n")
  }

  @Test("Bytes that are no text are refused")
  func notText() throws {
    let path = try file("a,b\n1,\u{0}2\n")
    #expect(
      problem { try SeriesReader().read(path: path) }?.problem
        == .notText(reason: "byte 7 is 0"))
    try Data([0xFF, 0xFE, 0x61, 0x00]).write(to: URL(fileURLWithPath: path))
    #expect(
      problem { try SeriesReader().read(path: path) }?.problem
        == .notText(reason: "it begins as UTF-16 does"))
  }

  @Test("A quote that is never closed is an error")
  func openQuote() {
    expect(.openQuote, line: 3, column: "b", in: "a,b\n1,2\n3,\"4\n5,6\n")
  }

  @Test("The message names file, row, column, cell, what is expected and what to do")
  func message() throws {
    let path = try file("load,temp\n1,2\n3,warm\n")
    #expect(
      problem { try SeriesReader().read(path: path) }?.description
        == path + ", line 3, column \"temp\", cell \"warm\": A number is expected: correct the "
        + "cell, name its text in `missing`, name a column of texts in `categories`, or leave it "
        + "out of `columns`.")
  }
}
