/// The rule at the end of a time zone file, which says how the clock changes from then on.
///
/// Its form is that of the POSIX variable `TZ`, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  private var standardOffset: Int64
  private var summer: (offset: Int64, begin: Change, end: Change)?

  /// The day and local time of a change: the w-th weekday of a month.
  private struct Change {
    let month: Int
    let week: Int
    let weekday: Int
    let seconds: Int64

    /// The change in a year as seconds since 1970, the local time read as UTC.
    func seconds(in year: Int) -> Int64 {
      let first = CivilTime.dayNumber(year: year, month: month, day: 1)
      // POSIX counts weekdays from Sunday, CivilTime from Monday.
      let wanted = (weekday + 6) % 7
      var day = 1 + (wanted - CivilTime.weekday(dayNumber: first) + 7) % 7 + (week - 1) * 7
      while day > CivilTime.daysInMonth(year: year, month: month) { day -= 7 }
      return Int64(first + day - 1) * 86_400 + seconds
    }
  }

  /// Parses a rule; nil when it has a form that no current zone uses.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var names = Substring(parts.first ?? "")
    guard ZoneRule.skipName(&names), let standard = ZoneRule.takeTime(&names) else { return nil }
    standardOffset = -standard
    guard !names.isEmpty else { return }
    guard ZoneRule.skipName(&names) else { return nil }
    let summerOffset = names.isEmpty ? standardOffset + 3600 : ZoneRule.takeTime(&names).map(-)
    guard let summerOffset, parts.count == 3, let begin = ZoneRule.change(parts[1]),
      let end = ZoneRule.change(parts[2])
    else { return nil }
    summer = (summerOffset, begin, end)
  }

  /// Appends the changes that the rule makes behind the last one listed, until the year 2200.
  func extend(_ changes: inout [Int64], _ offsets: inout [Int64]) {
    guard let summer else { return }
    let last = changes.last ?? 0
    let firstYear = CivilTime(microseconds: last * 1_000_000).year
    guard firstYear <= 2200 else { return }
    for year in firstYear...2200 {
      let pair = [
        (summer.begin.seconds(in: year) - standardOffset, summer.offset),
        (summer.end.seconds(in: year) - summer.offset, standardOffset),
      ]
      for (moment, offset) in pair.sorted(by: { $0.0 < $1.0 }) where moment > last {
        changes.append(moment)
        offsets.append(offset)
      }
    }
  }

  private static func skipName(_ text: inout Substring) -> Bool {
    if text.first == "<" {
      guard let end = text.firstIndex(of: ">") else { return false }
      text = text[text.index(after: end)...]
      return true
    }
    let name = text.prefix { $0.isLetter }
    text = text.dropFirst(name.count)
    return name.count >= 3
  }

  /// Takes `[+-]h[:mm[:ss]]` as seconds.
  private static func takeTime(_ text: inout Substring) -> Int64? {
    let isNegative = text.first == "-"
    if text.first == "-" || text.first == "+" { text = text.dropFirst() }
    let time = text.prefix { $0.isNumber || $0 == ":" }
    text = text.dropFirst(time.count)
    let parts = time.split(separator: ":").compactMap { Int64($0) }
    guard let hours = parts.first else { return nil }
    let minutes = parts.dropFirst().first ?? 0
    let seconds = (hours * 60 + minutes) * 60 + (parts.dropFirst(2).first ?? 0)
    return isNegative ? -seconds : seconds
  }

  /// Parses `Mm.w.d[/time]`.
  private static func change(_ text: Substring) -> Change? {
    let halves = text.split(separator: "/")
    guard let day = halves.first, day.first == "M" else { return nil }
    let numbers = day.dropFirst().split(separator: ".").compactMap { Int($0) }
    guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
      (0...6).contains(numbers[2])
    else { return nil }
    var seconds: Int64 = 7200
    if halves.count == 2 {
      var time = halves[1]
      guard let given = takeTime(&time) else { return nil }
      seconds = given
    }
    return Change(month: numbers[0], week: numbers[1], weekday: numbers[2], seconds: seconds)
  }
}
