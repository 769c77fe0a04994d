import SluiceData
import Testing

@Suite struct TimeReadingTests {
  private func times(_ text: String, _ options: TimeOptions? = nil) throws -> [String] {
    try read(text, ReaderOptions(time: options)).series.timestamps?.map {
      CivilTime(microseconds: $0).description
    } ?? []
  }

  @Test(
    "Common forms are found",
    arguments: [
      ("2020-02-29T23:59:58Z", "2020-02-29 23:59:58"),
      ("2020-02-29T23:59:58.25+02:00", "2020-02-29 21:59:58.250000"),
      ("2020-02-29 23:59", "2020-02-29 23:59:00"),
      ("2020-02", "2020-02-01 00:00:00"),
      ("31/01/2020 07:05:09", "2020-01-31 07:05:09"),
      ("1/31/2020 7:05", "2020-01-31 07:05:00"),
      ("31.01.2020 07:05", "2020-01-31 07:05:00"),
      ("31 Jan 2020", "2020-01-31 00:00:00"),
      ("1/31/2020 12:05 AM", "2020-01-31 00:05:00"),
    ])
  func forms(cell: String, expected: String) throws {
    #expect(try times("time,x\n\(cell),1\n") == [expected])
  }

  @Test("Numbers in a column named as a time are seconds, milliseconds or microseconds by size")
  func epoch() throws {
    #expect(try times("timestamp,x\n1600000000,1\n") == ["2020-09-13 12:26:40"])
    #expect(try times("timestamp,x\n1600000000.5,1\n") == ["2020-09-13 12:26:40.500000"])
    #expect(try times("ts,x\n1600000000123,1\n") == ["2020-09-13 12:26:40.123000"])
    #expect(try times("time,x\n1600000000123456,1\n") == ["2020-09-13 12:26:40.123456"])
    #expect(try times("speed,x\n1600000000,1\n") == [])
  }

  @Test("A date that can be read day first or month first is refused, not guessed")
  func ambiguous() throws {
    expect(
      .ambiguousTime(formats: ["dd/MM/yyyy", "MM/dd/yyyy"]), column: "date", cell: "01/02/2020",
      in: "date,x\n01/02/2020,1\n02/02/2020,2\n")
    #expect(
      try times("date,x\n01/02/2020,1\n", TimeOptions(columns: ["date"], format: "MM/dd/yyyy"))
        == ["2020-01-02 00:00:00"])
    // One day above 12 settles it; the same day and month mean the same either way.
    #expect(try times("date,x\n01/02/2020,1\n13/02/2020,1\n")[0] == "2020-02-01 00:00:00")
    #expect(try times("date,x\n02/02/2020,1\n") == ["2020-02-02 00:00:00"])
  }

  @Test("A named format reads its cells and refuses others, with row and cell")
  func namedFormat() throws {
    let options = TimeOptions(columns: ["day", "hour"], format: "yyyyMMdd H'h'mm")
    #expect(
      try times("day,hour,x\n20200229,7h05,1\n20200301,17h00,2\n", options)
        == ["2020-02-29 07:05:00", "2020-03-01 17:00:00"])
    expect(
      .badTime(format: "yyyyMMdd H'h'mm"), line: 3, column: "day\" and \"hour",
      cell: "20210229 7h05", in: "day,hour,x\n20200229,7h05,1\n20210229,7h05,2\n",
      ReaderOptions(time: options))
    expect(
      .badFormat(format: "dd/QQ/yyyy", reason: "QQ has no meaning; put letters in single quotes"),
      in: "d,x\n1,1\n", ReaderOptions(time: TimeOptions(columns: ["d"], format: "dd/QQ/yyyy")))
    expect(
      .badFormat(format: "dd/MM", reason: "it has no year (yyyy)"),
      in: "d,x\n1,1\n", ReaderOptions(time: TimeOptions(columns: ["d"], format: "dd/MM")))
  }

  @Test("A column named as a time whose form is not known is an error")
  func unknown() {
    expect(
      .unknownTime, column: "time", cell: "noon on Friday", in: "time,x\nnoon on Friday,1\n")
  }

  @Test("Local time becomes UTC, also through the hour that the clock shows twice")
  func zone() throws {
    let options = TimeOptions(columns: ["t"], zone: "Europe/Paris")
    // On 2020-10-25 the clocks of Paris show 02:00 to 03:00 twice.
    let text = """
      t,x
      2020-10-25 01:30:00,1
      2020-10-25 02:00:00,2
      2020-10-25 02:30:00,3
      2020-10-25 02:00:00,4
      2020-10-25 02:30:00,5
      2020-10-25 03:00:00,6

      """
    #expect(
      try times(text, options) == [
        "2020-10-24 23:30:00", "2020-10-25 00:00:00", "2020-10-25 00:30:00",
        "2020-10-25 01:00:00", "2020-10-25 01:30:00", "2020-10-25 02:00:00",
      ])
    #expect(
      try times("t,x\n2100-07-01 12:00:00,1\n", options) == ["2100-07-01 10:00:00"])
    // Cells that state their distance from UTC need no zone.
    #expect(
      try times("t,x\n2020-07-01T12:00:00+01:00,1\n", options) == ["2020-07-01 11:00:00"])
  }

  @Test("A local time that the clock skips, and an unknown zone, are errors")
  func badZone() {
    expect(
      .skippedTime(zone: "Europe/Paris"), column: "t", cell: "2020-03-29 02:30:00",
      in: "t,x\n2020-03-29 01:30:00,1\n2020-03-29 02:30:00,2\n",
      ReaderOptions(time: TimeOptions(columns: ["t"], zone: "Europe/Paris")))
    expect(
      .unknownZone(name: "Europe/Pariss", nearest: "Europe/Paris"),
      in: "t,x\n2020-03-29 01:30:00,1\n",
      ReaderOptions(time: TimeOptions(columns: ["t"], zone: "Europe/Pariss")))
    expect(
      .unknownZone(name: "../../etc/passwd", nearest: nil), in: "t,x\n2020-03-29,1\n",
      ReaderOptions(time: TimeOptions(columns: ["t"], zone: "../../etc/passwd")))
  }
}
