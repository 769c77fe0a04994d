/// Whether readings come back to a level or a line: two tests that ask the opposite of each other.
public struct StationarityTests: Codable, Hashable, Sendable {
  /// Whether they wander (a large p-value) or come back; nil when they leave no remainder.
  public let dickeyFuller: DickeyFullerTest?
  /// Whether they stay (a large p-value) or leave; nil when they leave no remainder.
  public let kpss: KPSSTest?

  /// Whether the readings come back, at a level of 5 %.
  public var comesBack: Bool { dickeyFuller.map { $0.pValue < 0.05 } ?? false }

  /// Whether the readings do not stay, at a level of 5 %.
  public var leaves: Bool { kpss.map { $0.pValue < 0.05 } ?? false }

  /// Tests readings.
  ///
  /// - Parameter readings: At least 6, not all the same.
  init(_ readings: Readings, trend: DickeyFullerTest.Trend) throws {
    dickeyFuller = try Self.unlessExact { try DickeyFullerTest(readings, trend: trend) }
    kpss = try Self.unlessExact { try KPSSTest(readings, trend: trend) }
  }

  private static func unlessExact<Test>(_ test: () throws -> Test) throws -> Test? {
    do {
      return try test()
    } catch StatisticsError.noRemainder {
      return nil
    }
  }
}
