import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct SeasonInferenceTests {
  static let minute: Int64 = 60_000_000
  static let day = 1440 * minute

  static func wave(_ rows: Int, period: Int, noise: Float = 0.5) -> [Float] {
    var random = RandomStream(seed: 11)
    return (0..<rows).map { row in
      // A sharp daily peak and a trend: harmonics and slope must not mislead.
      (row % period < max(1, period / 5) ? 2 : 0) + Float(row) * 0.01 + noise
        * (random.uniform() - 0.5)
    }
  }

  @Test(
    "the interval suggests the season and the autocorrelation confirms it",
    arguments: [
      (minute, 1440, 5_000), (15 * minute, 96, 800), (60 * minute, 24, 500),
      (60 * minute, 168, 1_700), (day, 7, 120), (7 * day, 52, 300),
      (30 * day, 12, 96), (91 * day, 4, 50),
    ])
  func byClock(interval: Int64, period: Int, rows: Int) {
    let season = Season(
      inferredFrom: Self.wave(rows, period: period), interval: interval)
    #expect(season == Season(rows: period, origin: .autocorrelation))
  }

  @Test("without a repetition the clock's usual season is taken, and said to be")
  func noise() {
    var random = RandomStream(seed: 3)
    let values = (0..<3_000).map { _ in random.uniform() }
    #expect(
      Season(inferredFrom: values, interval: 60 * Self.minute) == Season(rows: 24, origin: .clock))
    #expect(Season(inferredFrom: values, interval: nil) == Season(rows: 1, origin: .none))
  }

  @Test("without a clock the first clear peak of the autocorrelation is the season")
  func withoutClock() {
    for period in [5, 24, 61] {
      let season = Season(inferredFrom: Self.wave(1_500, period: period), interval: nil)
      #expect(season == Season(rows: period, origin: .autocorrelation))
    }
  }

  @Test("a training part shorter than two seasons, empty or constant has none")
  func tooShort() {
    let none = Season(rows: 1, origin: .none)
    #expect(Season(inferredFrom: Self.wave(40, period: 24), interval: 60 * Self.minute) == none)
    #expect(Season(inferredFrom: [], interval: nil) == none)
    #expect(Season(inferredFrom: [Float](repeating: 3, count: 100), interval: nil) == none)
    #expect(Season(inferredFrom: [.nan, .nan, .nan, 1], interval: Self.day) == none)
  }

  @Test("a week is preferred to a day only where it explains clearly more")
  func dayOrWeek() {
    let days = Self.wave(2_000, period: 24)
    for (weekend, expected) in [(Float(0), 24), (Float(-3), 168)] {
      let values = days.indices.map { days[$0] + ($0 % 168 >= 120 ? weekend : 0) }
      #expect(
        Season(inferredFrom: values, interval: 60 * Self.minute)
          == Season(rows: expected, origin: .autocorrelation))
    }
  }

  @Test("missing readings do not hide the season")
  func missing() {
    var values = Self.wave(500, period: 24)
    for row in stride(from: 0, to: 500, by: 7) { values[row] = .nan }
    #expect(
      Season(inferredFrom: values, interval: 60 * Self.minute)
        == Season(rows: 24, origin: .autocorrelation))
  }
}
