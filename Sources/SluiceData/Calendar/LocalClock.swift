/// The time that clocks of a zone show.
package struct LocalClock: Sendable {
  private let rules: ZoneRules?

  /// Takes a zone's clock.
  ///
  /// - Parameter zone: The IANA name, such as `Europe/Paris`; nil, or a name that this machine does not know,
  ///   is UTC.
  package init(zone: String?) {
    rules = zone.flatMap(ZoneFile.rules(named:))
  }

  /// Returns the local time at a moment in microseconds since 1970-01-01 00:00 UTC.
  package func time(at microseconds: Int64) -> CivilTime {
    CivilTime(microseconds: microseconds + (rules?.offset(at: microseconds) ?? 0))
  }
}
