/// How the level of readings goes on: it stays, follows a line, jumps, or wanders.
///
/// All is judged after the seasons' mean patterns are taken out. Changes of the mean are believed only
/// of readings that come back (``DickeyFullerTest``), for those of a random walk mean nothing; and only
/// where steps leave clearly less of the readings than a straight line does, by a fifth or more.
public struct LevelCourse: Codable, Hashable, Sendable {
  /// The kinds of courses.
  public enum Kind: String, Codable, Sendable {
    /// The level stays, or its changes are small beside the readings' spread or come all the time.
    case steady
    /// The level follows a straight line.
    case line
    /// The level jumps and then stays.
    case steps
    /// The readings wander like a random walk.
    case randomWalk
    /// The tests do not tell.
    case unclear
  }

  /// What the level does.
  public let kind: Kind
  /// The tests around a level.
  public let level: StationarityTests
  /// The tests around a line; nil where the ones around a level leave no doubt.
  public let line: StationarityTests?
  /// The changes of the mean, by rows of the series; empty for ``Kind/randomWalk``.
  public let changes: [ChangePoints.Change]
  /// The share of the variance that the changes take away, from 0 to 1.
  public let stepShare: Double
  /// The share of the variance that a straight line takes away, from 0 to 1.
  public let lineShare: Double
  /// What the line rises by from the first to the last row, in the unit of the readings.
  public let lineChange: Double

  /// The share of the variance from which on a line or steps are worth telling.
  public static let leastShare = 0.2
  /// The most changes that are steps; more are the comings and goings of what is measured.
  public static let mostSteps = 10

  /// Judges readings.
  ///
  /// - Parameters:
  ///   - readings: At least 20, not all the same.
  ///   - seasons: The seasons to take out, in rows, each at most half the readings.
  ///   - firstRow: The row of the first reading.
  init(_ readings: Readings, seasons: [Int], firstRow: Int) throws {
    let mean = readings.mean
    var rest = readings.values.map { $0 - mean }
    for season in seasons.sorted(by: >) {
      rest = Phases(of: rest, rows: season).removed(from: rest)
    }
    // Of a season without any noise rounding is left, which goes nowhere.
    if Readings(checked: rest).variance < readings.variance * 1e-20 { rest = readings.values }
    let cleared = Readings(checked: rest)

    let level = try StationarityTests(cleared, trend: .constant)
    let line =
      level.comesBack && !level.leaves
      ? nil : try StationarityTests(cleared, trend: .line)
    let found = try ChangePoints(cleared).changes
    let straight = SelfSimilarity(rest).deviations
    let stepped = LevelCourse.removing(found, from: rest)
    let lineShare = max(0, 1 - Readings(checked: straight).variance / cleared.variance)
    let stepShare = max(0, 1 - stepped.variance / cleared.variance)
    // Few steps also explain why readings did not come back before they were taken out.
    let isStepped =
      found.count <= (level.comesBack ? LevelCourse.mostSteps : 3)
      && stepShare > LevelCourse.leastShare && 1 - stepShare < 0.8 * (1 - lineShare)

    if isStepped, try LevelCourse.comesBackClearly(stepped) {
      kind = .steps
    } else if level.comesBack || line?.comesBack == true {
      kind = lineShare > LevelCourse.leastShare ? .line : .steady
    } else {
      kind = level.leaves ? .randomWalk : .unclear
    }
    self.level = level
    self.line = line
    self.stepShare = stepShare
    self.lineShare = lineShare
    let last = rest.count - 1
    lineChange = (rest[last] - straight[last]) - (rest[0] - straight[0])
    changes =
      kind == .randomWalk
      ? []
      : found.map {
        .init(row: firstRow + $0.row, before: mean + $0.before, after: mean + $0.after)
      }
  }

  /// Whether what steps leave comes back, judged more strictly than by the tables of
  /// ``DickeyFullerTest``, because the steps were searched for.
  ///
  /// A break in the level looks like a unit root as long as it is not taken out.
  ///
  /// - Source: Perron 1989, <https://doi.org/10.2307/1913712>; Zivot & Andrews 1992,
  ///   <https://doi.org/10.1080/07350015.1992.10509904>, whose bound for one break is -5.34 at 1 %.
  private static func comesBackClearly(_ stepped: Readings) throws -> Bool {
    if stepped.isConstant { return true }
    let test = try StationarityTests(stepped, trend: .constant).dickeyFuller
    return test.map { $0.statistic < -7 } ?? false
  }

  private static func removing(
    _ found: [ChangePoints.Change], from values: [Double]
  ) -> Readings {
    guard let first = found.first else { return Readings(checked: values) }
    let starts = [0] + found.map(\.row) + [values.count]
    let levels = [first.before] + found.map(\.after)
    var rest = values
    for (index, level) in levels.enumerated() {
      for row in starts[index]..<starts[index + 1] { rest[row] -= level }
    }
    return Readings(checked: rest)
  }
}
