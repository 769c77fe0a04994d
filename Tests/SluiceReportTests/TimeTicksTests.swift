import SluiceData
import Testing

@testable import SluiceReport

@Suite struct TimeTicksTests {
  private func time(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0
  ) -> Double {
    Double(
      CivilTime(year: year, month: month, day: day, hour: hour, minute: minute).microseconds)
  }

  @Test func `hours of two days name the date where it changes`() {
    let ticks = TimeTicks.ticks(time(2007, 12, 3, 11, 21), time(2007, 12, 4, 13), maximum: 6)
    #expect(ticks.map(\.label) == ["12:00", "18:00", "00:00", "06:00", "12:00"])
    #expect(ticks.map(\.context) == ["3 Dec 2007", nil, "4 Dec 2007", nil, nil])
  }

  @Test func `days cross a leap day and the year is named once`() {
    let ticks = TimeTicks.ticks(time(2008, 2, 27, 5), time(2008, 3, 2, 5), maximum: 5)
    #expect(ticks.map(\.label) == ["28 Feb", "29 Feb", "1 Mar", "2 Mar"])
    #expect(ticks.map(\.context) == ["2008", nil, nil, nil])
  }

  @Test func `weeks begin on Mondays`() {
    let ticks = TimeTicks.ticks(time(2007, 11, 20), time(2007, 12, 12), maximum: 4)
    #expect(ticks.map(\.label) == ["26 Nov", "3 Dec", "10 Dec"])
  }

  @Test func `months and years turn on their first day`() {
    let months = TimeTicks.ticks(time(2007, 10, 15), time(2008, 5, 2), maximum: 4)
    #expect(months.map(\.label) == ["Nov", "Jan", "Mar", "May"])
    #expect(months.map(\.context) == ["2007", "2008", nil, nil])
    #expect(months.first?.value == time(2007, 11, 1))
    let years = TimeTicks.ticks(time(1999, 6, 1), time(2010, 11, 26), maximum: 7)
    #expect(years.map(\.label) == ["2000", "2002", "2004", "2006", "2008", "2010"])
    #expect(years.allSatisfy { $0.context == nil })
  }

  @Test func `parts of a second have as many decimals as the step needs`() {
    let start = time(2024, 2, 29, 23, 59) + 59e6
    let ticks = TimeTicks.ticks(start, start + 1e6, maximum: 6)
    #expect(
      ticks.map(\.label) == [
        "23:59:59.0", "23:59:59.2", "23:59:59.4", "23:59:59.6", "23:59:59.8", "00:00:00.0",
      ])
    #expect(ticks.last?.context == "1 Mar 2024")
  }

  @Test func `times before 1970 are placed as well`() {
    let ticks = TimeTicks.ticks(time(1969, 12, 31, 21), time(1970, 1, 1, 2), maximum: 6)
    #expect(ticks.map(\.label) == ["21:00", "22:00", "23:00", "00:00", "01:00", "02:00"])
  }

  @Test func `a moment is written without parts that are zero`() {
    #expect(CivilTime(year: 2007, month: 1, day: 5, hour: 6, minute: 7).stamp == "2007-01-05 06:07")
    let full = CivilTime(
      year: 2007, month: 1, day: 5, hour: 6, minute: 7, second: 8, microsecond: 9_000)
    #expect(full.stamp == "2007-01-05 06:07:08.009")
  }
}
