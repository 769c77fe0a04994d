import SluiceData
import Testing

@Suite struct CivilTimeTests {
  @Test("Every day from 1583 to 2400 follows the one before, and comes back")
  func days() {
    var day = CivilTime.dayNumber(year: 1583, month: 1, day: 1)
    for year in 1583...2400 {
      for month in 1...12 {
        for date in 1...CivilTime.daysInMonth(year: year, month: month) {
          if CivilTime.dayNumber(year: year, month: month, day: date) != day
            || CivilTime.date(dayNumber: day) != (year, month, date)
          {
            Issue.record("\(year)-\(month)-\(date)")
            return
          }
          day += 1
        }
      }
    }
    #expect(CivilTime.dayNumber(year: 1970, month: 1, day: 1) == 0)
    #expect(CivilTime.dayNumber(year: 2000, month: 2, day: 29) == 11_016)
  }

  @Test("Parts, weekday and day of the year are right, before 1970 too")
  func parts() {
    let time = CivilTime(microseconds: -1)
    #expect(time.description == "1969-12-31 23:59:59.999999")
    #expect(time.microseconds == -1)
    #expect(time.weekday == 2)
    #expect(time.dayOfYear == 365)
    let leap = CivilTime(year: 2024, month: 12, day: 31, hour: 17, minute: 5, second: 9)
    #expect(leap.description == "2024-12-31 17:05:09")
    #expect(leap.dayOfYear == 366)
    #expect(leap.weekday == 1)
    #expect(CivilTime(microseconds: leap.microseconds) == leap)
    #expect(!CivilTime(year: 2023, month: 2, day: 29).isValid)
  }

  @Test("Lengths of time are written and read as people do")
  func timeSpan() {
    #expect(TimeSpan.text(0) == "0 s")
    #expect(TimeSpan.text(90_000_000) == "1 min 30 s")
    #expect(TimeSpan.text(100_000_000_000) == "1 d 3 h")
    #expect(TimeSpan.text(-250_000) == "-250 ms")
    #expect(TimeSpan.microseconds("1h 30min") == 5_400_000_000)
    #expect(TimeSpan.microseconds("250 ms") == 250_000)
    for bad in ["", "5", "h", "5 weeks", "99999999999999 d", "-5 s", "1.5 h"] {
      #expect(TimeSpan.microseconds(bad) == nil)
    }
  }
}
