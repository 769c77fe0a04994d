import Foundation
import SluiceData
import Testing

@testable import SluiceData

@Suite struct CalendarFeaturesTests {
  @Test("Sine and cosine of whole turns agree with the C library")
  func wave() {
    for step in -4000...4000 {
      let turns = Double(step) / 997
      #expect(abs(Wave.sine(turns: turns) - sin(2 * Double.pi * turns)) < 1e-14)
      #expect(abs(Wave.cosine(turns: turns) - cos(2 * Double.pi * turns)) < 1e-14)
    }
    #expect(Float(Wave.sine(turns: 0.25)) == 1)
    #expect(Wave.sine(turns: 0.5) == 0)
  }

  @Test("Six in the morning is a quarter of the day, Monday the beginning of the week")
  func values() throws {
    let features = try CalendarFeatures([.timeOfDay, .week, .year])
    #expect(
      features.columnNames == [
        "timeOfDay.sin", "timeOfDay.cos", "week.sin", "week.cos", "year.sin", "year.cos",
      ])
    let monday = CivilTime(year: 2024, month: 1, day: 1, hour: 6).microseconds
    let values = features.values(at: monday)
    #expect(values[0] == 1)
    #expect(abs(values[1]) < 1e-7)
    #expect(abs(Double(values[2]) - sin(2 * Double.pi * 0.25 / 7)) < 1e-7)
    #expect(abs(Double(values[5]) - cos(2 * Double.pi * 0.25 / 366)) < 1e-7)
  }

  @Test("One row has the same bits as the whole column")
  func sameBits() throws {
    let stamps = (0..<997).map { Int64($0) * 31_234_567_891 }
    let series = Series(columns: [], timestamps: stamps)
    let features = try CalendarFeatures([.timeOfDay, .year, .week], zone: "Europe/Paris")
    let added = try features.applied(to: series)
    #expect(added.columnNames == features.columnNames)
    for (row, stamp) in stamps.enumerated() {
      #expect(features.values(at: stamp) == added.columns.map { $0[row] })
    }
  }

  @Test("The clock of a zone counts, summer time included")
  func zone() throws {
    let paris = try CalendarFeatures([.timeOfDay], zone: "Europe/Paris")
    let winter = CivilTime(year: 2020, month: 1, day: 15, hour: 5).microseconds
    let summer = CivilTime(year: 2020, month: 7, day: 15, hour: 4).microseconds
    #expect(paris.values(at: winter)[0] == 1)
    #expect(paris.values(at: summer)[0] == 1)
    #expect(throws: CalendarError.unknownZone(name: "Europe/Pariss", nearest: "Europe/Paris")) {
      try CalendarFeatures([.timeOfDay], zone: "Europe/Pariss")
    }
    let json = try JSONEncoder().encode(paris)
    #expect(try JSONDecoder().decode(CalendarFeatures.self, from: json) == paris)
  }

  @Test("Rows without time stamps have no calendar")
  func noTimestamps() throws {
    #expect(throws: SeriesError.noTimestamps(purpose: "the calendar features")) {
      try CalendarFeatures([.week]).applied(to: Series(columns: [Column("x", [1])]))
    }
  }
}
