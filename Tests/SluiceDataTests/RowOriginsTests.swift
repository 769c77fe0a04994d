import Testing

@testable import SluiceData

@Suite struct RowOriginsTests {
  /// Blank lines above the rows 0 and 2, and a text of two lines in row 2: the rows stand on the lines 3, 4,
  /// 6 and 8.
  private static let text = "x,who\n\n1,a\n2,a\n\n3,\"b\nb\"\n4,c\n"

  private func lines(_ series: Series) -> [Int?] {
    (0..<series.count).map { series.place(ofRow: $0).line }
  }

  @Test(
    "Rows know the lines that they were read from, behind blank ones and texts of several lines")
  func lines() throws {
    let series = try read(Self.text, ReaderOptions(categories: ["who"])).series
    #expect(lines(series) == [3, 4, 6, 8])
    #expect((0..<4).map { series.origin(ofRow: $0) } == [0, 1, 2, 3])
    let place = series.place(ofRow: 2)
    #expect(place.description == "line 6 of \(place.file ?? "")")
    #expect(place.file?.isEmpty == false)
  }

  @Test("Rows keep their origins when they are cut off, dropped and put in another order")
  func kept() throws {
    let series = try read(Self.text, ReaderOptions(categories: ["who"])).series
    #expect(lines(series.rows(1..<4)) == [4, 6, 8])
    #expect(lines(series.arranged([3, 0, 2])) == [8, 3, 6])
    #expect(lines(series.arranged([3, 0, 2]).rows(1..<3)) == [3, 6])
    #expect(
      lines(try series.selecting(["x"]).adding([Column("y", [1, 2, 3, 4])])) == [3, 4, 6, 8])
    let holed = series.adding([Column("x", [1, .nan, 3, 4])])
    #expect(lines(try holed.droppingMissing()) == [3, 6, 8])
    #expect(try holed.rows(1..<4).droppingMissing().origin(ofRow: 1) == 3)
  }

  @Test("The lines are right whichever of many blocks a row stands in")
  func blocks() throws {
    // Some megabytes, with a blank line above every thousandth row.
    var text = "y\n"
    for row in 0..<700_000 { text += row % 1000 == 0 ? "\n0.25\n" : "1.25\n" }
    for threads in [1, 2] {
      let series = try withThreads(threads) { try read(text) }.series
      #expect(series.count == 700_000)
      for row in [0, 999, 1000, 299_999, 300_000, 699_999] {
        // The header, and a blank line for each thousand begun.
        #expect(series.place(ofRow: row).line == row + 2 + row / 1000 + 1)
      }
    }
  }

  @Test("Rows that come from no file are counted from 1")
  func made() {
    let series = Series(columns: [Column("x", [1, 2, 3])])
    #expect(series.rows(1..<3).place(ofRow: 1).description == "row 3 of the data")
    #expect(RowPlace(integerLiteral: 2) == series.place(ofRow: 2))
  }

  @Test("Where rows come from does not make two series differ")
  func equality() {
    let series = Series(columns: [Column("x", [1, 1, 1])])
    #expect(series.rows(0..<2) == series.rows(1..<3))
    #expect(series.rows(0..<2) != series)
  }

  @Test("A row that was dropped above does not move the line of an error")
  func errors() throws {
    let text = "x,who\n1,a\n,a\n2,b\n3,\n4,a\n"
    let series = try read(text, ReaderOptions(categories: ["who"])).series
    let kept = try series.droppingMissing(in: ["x"])
    #expect(lines(kept) == [2, 4, 5, 6])
    do {
      _ = try SubjectSplit(test: ["b"]).split(kept, by: "who")
      Issue.record("no error")
    } catch let error as SubjectError {
      #expect(error.description.contains("whose reading line 5 of "))
    }
    do {
      let twice = try read("x,who\n1,a\n2,b\n3,a\n", ReaderOptions(categories: ["who"])).series
      _ = try SubjectSplit(test: ["b"]).split(twice, by: "who")
      Issue.record("no error")
    } catch let error as SubjectError {
      #expect(error.description.contains("from line 4 of "))
    }
  }
}
