import SluiceData

/// Labels of a time axis at the turns of civil time: minutes, hours, days, months, years.
enum TimeTicks {
  /// Distance between two ticks.
  private enum Step {
    case microseconds(Int64)
    case days(Int)
    case months(Int)

    /// About how many microseconds one step lasts.
    var length: Double {
      switch self {
      case .microseconds(let count): Double(count)
      case .days(let count): Double(count) * 86_400e6
      case .months(let count): Double(count) * 30.44 * 86_400e6
      }
    }
  }

  private static let steps: [Step] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { .microseconds($0) }
    + [1, 2, 5, 10, 20, 50, 100, 200, 500].map { .microseconds($0 * 1000) }
    + [1, 2, 5, 10, 15, 30].map { .microseconds($0 * 1_000_000) }
    + [1, 2, 5, 10, 15, 30].map { .microseconds($0 * 60_000_000) }
    + [1, 2, 3, 6, 12].map { .microseconds($0 * 3_600_000_000) }
    + [1, 2, 7, 14].map { .days($0) }
    + [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000].map { .months($0) }

  static func ticks(_ lower: Double, _ upper: Double, maximum: Int) -> [Tick] {
    let (step, times) = placed(Int64(lower.rounded(.up)), Int64(upper), maximum: maximum)
    guard !times.isEmpty else {
      let first = Int64(lower.rounded(.up))
      return [Tick(value: Double(first), label: CivilTime(microseconds: first).stamp)]
    }
    var lastContext: String?
    return times.map { time in
      let civil = CivilTime(microseconds: time)
      let (label, context) = text(civil, step)
      defer { lastContext = context }
      return Tick(
        value: Double(time), label: label, context: context == lastContext ? nil : context)
    }
  }

  /// The finest step that gives no more than `maximum` ticks, and its ticks.
  private static func placed(
    _ lower: Int64, _ upper: Int64, maximum: Int
  ) -> (Step, [Int64]) {
    // One more than fits may be counted here: how many there are depends on where they fall.
    for step in steps where Double(upper - lower) / step.length < Double(max(maximum, 2)) {
      let times = times(from: lower, through: upper, step)
      if times.count <= max(maximum, 2) { return (step, times) }
    }
    return (.months(12000), [])
  }

  private static func times(from lower: Int64, through upper: Int64, _ step: Step) -> [Int64] {
    switch step {
    case .microseconds(let count):
      let remainder = lower % count
      let first = lower - remainder + (remainder > 0 ? count : 0)
      return Array(stride(from: first, through: upper, by: Int64.Stride(count)))
    case .days(let count):
      let length = CivilTime.microsecondsPerDay * Int64(count)
      // Weeks begin on Mondays: 1970-01-05 was one.
      let anchor = count % 7 == 0 ? 4 * CivilTime.microsecondsPerDay : 0
      let remainder = (lower - anchor) % length
      let first = lower - remainder + (remainder > 0 ? length : 0)
      return Array(stride(from: first, through: upper, by: Int64.Stride(length)))
    case .months(let count):
      let start = CivilTime(microseconds: lower)
      var index = (start.year * 12 + start.month - 1) / count * count
      var result: [Int64] = []
      while true {
        let time = CivilTime(year: index / 12, month: index % 12 + 1, day: 1).microseconds
        if time > upper { return result }
        if time >= lower { result.append(time) }
        index += count
      }
    }
  }

  /// The label of a tick, and the larger unit that it is read in.
  private static func text(_ time: CivilTime, _ step: Step) -> (label: String, context: String?) {
    switch step {
    case .microseconds(let count):
      let places: Int? =
        switch count {
        case 60_000_000...: nil
        case 1_000_000...: 0
        case 100_000...: 1
        case 10_000...: 2
        case 1_000...: 3
        default: 6
        }
      return (time.clock(secondPlaces: places), time.date)
    case .days: return (time.dayAndMonth, String(time.year))
    case .months(let count) where count < 12:
      return (CivilTime.monthNames[time.month - 1], String(time.year))
    case .months: return (String(time.year), nil)
    }
  }
}
