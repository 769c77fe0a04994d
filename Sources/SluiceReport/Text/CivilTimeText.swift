import SluiceData

extension CivilTime {
  static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// "24 Nov".
  var dayAndMonth: String { "\(day) \(Self.monthNames[month - 1])" }

  /// "24 Nov 2007".
  var date: String { "\(dayAndMonth) \(year)" }

  /// "06:05", with seconds ("06:05:07") or their fraction ("06:05:07.25") where they matter.
  func clock(secondPlaces: Int? = nil) -> String {
    var text = Self.two(hour) + ":" + Self.two(minute)
    guard let places = secondPlaces else { return text }
    text += ":" + Self.two(second)
    guard places > 0 else { return text }
    let fraction = String(microsecond)
    return text + "."
      + (String(repeating: "0", count: 6 - fraction.utf8.count) + fraction).prefix(places)
  }

  /// "2007-11-24 06:05", with seconds where they are not zero.
  var stamp: String {
    let clock = clock(secondPlaces: microsecond != 0 ? 3 : second != 0 ? 0 : nil)
    return "\(year)-\(Self.two(month))-\(Self.two(day)) \(clock)"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
