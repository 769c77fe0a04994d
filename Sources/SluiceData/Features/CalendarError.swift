/// What can be wrong with a use of the calendar.
public enum CalendarError: Error, Hashable, CustomStringConvertible {
  /// A time zone that this machine does not know.
  case unknownZone(name: String, nearest: String?)
  /// No cycle is named.
  case noCycle
  /// A cycle is named twice.
  case repeatedCycle(CalendarCycle)
  /// A cycle has too few waves or too many.
  case harmonics(CalendarCycle, found: Int)
  /// A holiday that is no date.
  case holiday(String)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownZone(let name, let nearest):
      return "The time zone \"\(name)\" is not known here."
        + (nearest.map { " Did you mean \($0)?" } ?? " Names are such as Europe/Paris.")
    case .noCycle:
      let names = CalendarCycle.allCases.map(\.rawValue).joined(separator: ", ")
      return "No cycle of the calendar is named: name one of \(names), or leave the calendar out."
    case .repeatedCycle(let cycle):
      return "The cycle \(cycle.rawValue) is named twice. Name it once; for more waves write "
        + "{\(cycle.rawValue): 2}."
    case .harmonics(let cycle, let found):
      return "The cycle \(cycle.rawValue) has \(found) waves: give it 1 to "
        + "\(CalendarFeatures.mostHarmonics)."
    case .holiday(let text):
      return "The holiday \"\(text)\" is no date: write year, month and day, such as 2026-12-25."
    }
  }
}
