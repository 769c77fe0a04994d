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
    for features in [
      try CalendarFeatures([.timeOfDay, .year, .week], zone: "Europe/Paris"),
      try CalendarFeatures(harmonics: [.timeOfDay: 5, .year: 2], zone: "Europe/Paris"),
    ] {
      let added = try features.applied(to: series)
      #expect(added.columnNames == features.columnNames)
      for (row, stamp) in stamps.enumerated() {
        #expect(features.values(at: stamp) == added.columns.map { $0[row] })
      }
    }
  }

  @Test("A harmonic is a wave that is so many times as fast")
  func harmonics() throws {
    let features = try CalendarFeatures(harmonics: [.week: 1, .timeOfDay: 3], zone: "Europe/Paris")
    #expect(
      features.columnNames == [
        "timeOfDay.sin", "timeOfDay.cos", "timeOfDay.sin2", "timeOfDay.cos2", "timeOfDay.sin3",
        "timeOfDay.cos3", "week.sin", "week.cos",
      ])
    // Five in the morning in Paris.
    let moment = CivilTime(year: 2020, month: 1, day: 15, hour: 4).microseconds
    let values = features.values(at: moment).map { Double($0) }
    for harmonic in 1...3 {
      let angle = 2 * Double.pi * Double(harmonic) * 5 / 24
      #expect(abs(values[2 * harmonic - 2] - sin(angle)) < 1e-6)
      #expect(abs(values[2 * harmonic - 1] - cos(angle)) < 1e-6)
    }
    let plain = try CalendarFeatures([.timeOfDay, .week], zone: "Europe/Paris").values(at: moment)
    #expect(plain == [0, 1, 6, 7].map { features.values(at: moment)[$0] })
    #expect(throws: CalendarError.harmonics(.week, found: 0)) {
      try CalendarFeatures(harmonics: [.week: 0])
    }
    #expect(throws: CalendarError.harmonics(.week, found: 101)) {
      try CalendarFeatures(harmonics: [.week: 101])
    }
    #expect(throws: CalendarError.repeatedCycle(.year)) { try CalendarFeatures([.year, .year]) }
    #expect(throws: CalendarError.noCycle) { try CalendarFeatures([]) }
    #expect(throws: CalendarError.noCycle) { try CalendarFeatures(harmonics: [:]) }
  }

  @Test("A holiday is one from midnight to midnight of the zone's clock, and alone needs no cycle")
  func holidays() throws {
    let days = ["2026-12-25", "2027-01-01"]
    let features = try CalendarFeatures([.timeOfDay], zone: "Europe/Paris", holidays: days)
    #expect(features.columnNames == ["timeOfDay.sin", "timeOfDay.cos", "holiday"])
    // Midnight in Paris is 23:00 UTC of the day before.
    let midnight = CivilTime(year: 2026, month: 12, day: 24, hour: 23).microseconds
    let day = CivilTime.microsecondsPerDay
    let stamps = [midnight - 1, midnight, midnight + day - 1, midnight + day, midnight + 7 * day]
    #expect(stamps.map { features.values(at: $0)[2] } == [0, 1, 1, 0, 1])
    let series = try features.applied(to: Series(columns: [], timestamps: stamps))
    #expect(series["holiday"]?.values == [0, 1, 1, 0, 1])
    let alone = try JSONDecoder().decode(
      CalendarFeatures.self, from: Data(#"{"holidays": ["2026-12-25"]}"#.utf8))
    #expect(alone.columnNames == ["holiday"])
    for value in [features, alone] {
      let data = try JSONEncoder().encode(value)
      #expect(try JSONDecoder().decode(CalendarFeatures.self, from: data) == value)
    }
    for text in ["2026-02-29", "25.12.2026", "2026-12", "26-12-25"] {
      #expect(throws: CalendarError.holiday(text)) {
        try CalendarFeatures([.week], holidays: [text])
      }
    }
  }

  @Test("A list of cycles stays a list in files, and harmonics are a map")
  func coding() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for (features, text) in [
      (try CalendarFeatures([.week, .timeOfDay]), #"{"cycles":["week","timeOfDay"]}"#),
      (
        try CalendarFeatures(harmonics: [.year: 1, .timeOfDay: 4], zone: "Europe/Paris"),
        #"{"cycles":{"timeOfDay":4,"year":1},"zone":"Europe\/Paris"}"#
      ),
    ] {
      #expect(String(decoding: try encoder.encode(features), as: UTF8.self) == text)
      #expect(try JSONDecoder().decode(CalendarFeatures.self, from: Data(text.utf8)) == features)
    }
    let ones = try JSONDecoder().decode(
      CalendarFeatures.self, from: Data(#"{"cycles":{"week":1,"timeOfDay":1}}"#.utf8))
    #expect(try ones == CalendarFeatures([.timeOfDay, .week]))
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
