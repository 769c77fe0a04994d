import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct CategoryReadingTests {
  private func categories(_ names: String...) -> ReaderOptions { ReaderOptions(categories: names) }

  @Test("Texts of the named columns become categories, numbered in their order, beside the numbers")
  func labels() throws {
    let text = "x,label,subject\n1,walk,10\n2,lie,9\n3,walk,9\n4,,10\n5, lie ,?\n"
    let reading = try read(text, categories("label", "subject"))
    #expect(reading.series.columnNames == ["x", "label", "subject"])
    let label = try reading.series.column("label")
    #expect(label.categories == ["lie", "walk"])
    #expect((0..<5).map { label.category($0) } == ["walk", "lie", "walk", nil, "lie"])
    let subject = try reading.series.column("subject")
    #expect(subject.categories == ["9", "10"])
    #expect((0..<5).map { subject.category($0) } == ["10", "9", "9", "10", nil])
    #expect(try reading.series.column("x").values == [1, 2, 3, 4, 5])
    #expect(reading.leftOut.isEmpty)
    #expect(reading.options.categories == ["label", "subject"])
    #expect(try read(text, reading.options).series == reading.series)
  }

  @Test("Quoted texts keep delimiters, quotes, line ends and blanks")
  func quoted() throws {
    let text =
      "x,l\n1,\"a, b\"\n2,\"say \"\"x\"\"\"\n3,\" c \"\n4,\"two\nlines\"\n5,\"\"\n6,\"?\"\n"
    let label = try read(text, categories("l")).series.column("l")
    #expect(
      (0..<6).map { label.category($0) }
        == ["a, b", "say \"x\"", " c ", "two\nlines", nil, nil])
    expect(
      .textAfterQuote, line: 2, column: "l", cell: "\"a\"b", in: "x,l\n1,\"a\"b\n",
      categories("l"))
    expect(.openQuote, line: 2, column: "l", in: "x,l\n1,\"a\n", categories("l"))
  }

  @Test("The numbering does not depend on blocks, threads or the order of the rows")
  func blocks() throws {
    // Long rows make several blocks; each sees the texts in another order.
    let note = String(repeating: "n", count: 90)
    var text = "label,x,note\n"
    var expected: [String?] = []
    for row in 0..<60_000 {
      let label = row % 11 == 3 ? nil : "c\((row / 7 + row / 20_000) % 23)"
      expected.append(label)
      text += "\(label ?? ""),\(row),\(note)\n"
      if row % 500 == 0 { text += "\n" }
    }
    let options = ReaderOptions(columns: ["x", "label"], categories: ["label"])
    let one = try withThreads(1) { try read(text, options).series }
    let two = try withThreads(2) { try read(text, options).series }
    #expect(one == two)
    let label = try one.column("label")
    #expect(label.categories == Set(expected.compactMap { $0 }).sorted())
    #expect((0..<60_000).allSatisfy { label.category($0) == expected[$0] })
    #expect(try one.column("x").values == (0..<60_000).map(Float.init))
  }

  @Test("Many texts get one number each, however the table of a block grows")
  func manyTexts() throws {
    let names = (0..<5000).map { "series \($0 * 7919 % 5000)" }
    let text = "s,x\n" + names.map { "\($0),1\n" }.joined() + names.map { "\($0),2\n" }.joined()
    let column = try read(text, categories("s")).series.column("s")
    #expect(column.categories?.count == 5000)
    #expect((0..<5000).allSatisfy { column.category($0) == names[$0] })
    #expect((0..<5000).allSatisfy { column.category(5000 + $0) == names[$0] })
  }

  @Test("A column that is not one of categories is refused with its name")
  func notCategorical() throws {
    var text = "id,x\n"
    for row in 0...100_000 { text += "id\(row),1\n" }
    expect(.tooManyTexts(limit: 100_000), column: "id", in: text, categories("id"))
    let essay = String(repeating: "word ", count: 41).dropLast()
    expect(
      .longText(bytes: 204, limit: 200), line: 3, column: "id", cell: String(essay),
      in: "id,x\na,1\n\(essay),2\n", categories("id"))
    let path = try file("")
    try Data("id,x\n".utf8 + [0xC3, 0x28] + ",1\n".utf8).write(to: URL(fileURLWithPath: path))
    let error = problem { try SeriesReader(categories("id")).read(path: path) }
    #expect(error?.problem == .notText(reason: "a cell has bytes that are not UTF-8"))
    #expect(error?.column == "id")
    expect(
      .missingColumn(nearest: "label", available: ["x", "label"]), column: "lable",
      in: "x,label\n1,a\n", categories("lable"))
  }

  @Test("A caller asks for numbers and categories, and for some of either where they are")
  func someOfThem() throws {
    let options = ReaderOptions(columns: ["x"], categories: ["label", "subject"])
    let path = try file("x,y,label\n1,2,a\n3,4,b\n")
    let reader = SeriesReader(options)
    #expect(try reader.read(path: path).series.columnNames == ["x"])
    let more = try reader.read(path: path, alsoIfThere: ["label", "subject", "y", "z", "label"])
    #expect(more.series.columnNames == ["x", "label", "y"])
    #expect(try more.series.column("label").categories == ["a", "b"])
    #expect(more.options.categories == ["label"])
    let wanted = ReaderOptions(columns: ["label", "y"], categories: ["label"])
    #expect(try SeriesReader(wanted).read(path: path).series.columnNames == ["label", "y"])
  }

  @Test("Texts do not mislead the search for times, decimal marks, delimiters and names")
  func finders() throws {
    let days = try read(
      "day,x;y\n2020-01-01,1;2\n2020-01-01,3;4\n",
      ReaderOptions(delimiter: ",", columns: ["day"], categories: ["day"]))
    #expect(days.series.timestamps == nil)
    let times = try read(
      "day;t;x\n2020-01-01;2020-03-01;1\n2020-01-01;2020-03-02;2\n", categories("day"))
    #expect(times.options.time?.columns == ["t"])
    let comma = try read("v;x\n1.5;1,5\n2.5;2,5\n", categories("v"))
    #expect(comma.options.decimal == ",")
    #expect(try comma.series.column("x").values == [1.5, 2.5])
    let bare = try read("1,2,a|b\n3,4,c|d\n", categories("column3"))
    #expect(bare.options.header == false)
    #expect(try bare.series.column("column3").categories == ["a|b", "c|d"])
  }

  @Test("Labels in the first row may be names: then it is to be said which")
  func header() throws {
    expect(.ambiguousHeader, line: 1, in: "1.5,2,walk\n2.5,3,lie\n")
    let years = "country,1990,1991\nAruba,1.5,2.5\n"
    expect(.ambiguousHeader, line: 1, in: years)
    #expect(
      try read(years, categories("country")).series.columnNames == ["country", "1990", "1991"])
    #expect(try read("x,label\n1,walk\n2,lie\n").series.columnNames == ["x"])
  }

  @Test("Columns of a few texts that nobody named are read when asked for, others left out")
  func readsTexts() throws {
    var text = "x,label,id,note\n"
    let essay = String(repeating: "word ", count: 41)
    for row in 0..<1500 { text += "\(row),\(row % 3 == 0 ? "a" : "b"),id\(row),\(essay)\n" }
    let path = try file(text)
    #expect(try SeriesReader().read(path: path).leftOut == ["label", "id", "note"])
    let reading = try SeriesReader(readsTexts: true).read(path: path)
    #expect(reading.series.columnNames == ["x", "label"])
    #expect(reading.leftOut == ["id", "note"])
    #expect(reading.options.categories == ["label"])
  }

  @Test("Options in a file are checked: names once, among the columns, none of the time")
  func decoding() throws {
    func options(_ json: String) throws -> ReaderOptions {
      try JSONDecoder().decode(ReaderOptions.self, from: Data(json.utf8))
    }
    #expect(try options(#"{"categories": ["a"]}"#).categories == ["a"])
    #expect(try options(#"{"columns": ["a", "b"], "categories": ["a"]}"#).categories == ["a"])
    #expect(try options(#"{"layout": "mhealth", "columns": ["label"]}"#).layout == .mhealth)
    for bad in [
      #"{"categories": ["a", "a"]}"#, #"{"columns": ["b"], "categories": ["a"]}"#,
      #"{"time": {"columns": ["a"]}, "categories": ["a"]}"#, #"{"layout": "folders"}"#,
      #"{"layout": "mhealth", "header": true}"#, #"{"layout": "uciHAR", "categories": ["a"]}"#,
    ] {
      #expect(throws: DecodingError.self, "\(bad)") { try options(bad) }
    }
    let all = ReaderOptions(columns: ["a"], categories: ["a"], layout: .table)
    #expect(try options(String(decoding: JSONEncoder().encode(all), as: UTF8.self)) == all)
  }
}
