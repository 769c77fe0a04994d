import Testing

@testable import SluiceData

@Suite struct CSVTextTests {
  @Test(arguments: [
    (["a", "b c", ""], "a,b c,\n"), (["a,b", "c"], "\"a,b\",c\n"),
    ([" a", "b\t", "c d"], "\" a\",\"b\t\",c d\n"), (["say \"so\""], "\"say \"\"so\"\"\"\n"),
    (["two\nlines"], "\"two\nlines\"\n"),
    // To a string these are characters of their own.
    (["two\r\nlines"], "\"two\r\nlines\"\n"), (["\"\u{301}"], "\"\"\"\u{301}\"\n"),
    ([], "\n"),
  ])
  func `cells are in quotes where they must be`(cells: [String], line: String) {
    #expect(Array(CSVText.line(cells).utf8) == Array(line.utf8))
  }
}
