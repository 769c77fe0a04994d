#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The augmented Dickey-Fuller test (ADF): whether readings wander like a random walk.
///
/// The change of each row is regressed on the level before it and on the last changes, as many as
/// have the lowest AIC. A small p-value says that the readings come back to their mean or trend; a
/// large one, that they may have a unit root, so that differences are the better target.
///
/// - Source: Said & Dickey 1984, <https://doi.org/10.1093/biomet/71.3.599>; p-values MacKinnon 1994,
///   <https://doi.org/10.1080/07350015.1994.10510005>; critical values MacKinnon 2010; statsmodels
///   `adfuller(autolag="AIC")`.
public struct DickeyFullerTest: Codable, Hashable, Sendable {
  /// What the readings come back to when they do not wander.
  public enum Trend: String, Codable, Sendable {
    /// A level (`regression="c"`).
    case constant
    /// A straight line (`regression="ct"`).
    case line
  }

  /// The statistic: the ratio of the level's coefficient to its standard error; strongly negative
  /// without a unit root.
  public let statistic: Double
  /// The probability of such a statistic or a lower one under a unit root, from 0 to 1.
  public let pValue: Double
  /// The number of changes before each row that the regression takes in.
  public let lags: Int
  /// The number of rows of the regression.
  public let rows: Int
  /// What the statistic falls below with probability 0.01, 0.05 and 0.1 under a unit root.
  public let criticalValues: [Double]

  /// Tests readings.
  ///
  /// The cost grows with their number and the square of the lags, of which 100,000 readings have 68.
  ///
  /// - Parameters:
  ///   - readings: At least 4 (6 around a line), not all the same.
  ///   - trend: What they may come back to.
  ///   - mostLags: The most changes to take in, from 0 to `n / 2 - 2` (`n / 2 - 3` around a line);
  ///     nil takes `12 (n / 100)^(1/4)` rounded up, or that limit if it is lower.
  /// - Throws: ``StatisticsError``; `noRemainder` when the regression leaves nothing, as that of a
  ///   straight line does.
  public init(_ readings: Readings, trend: Trend = .constant, mostLags: Int? = nil) throws {
    let deterministic = trend == .constant ? 1 : 2
    try readings.require(2 * (deterministic + 1), for: "Dickey-Fuller test")
    let limit = readings.count / 2 - deterministic - 1
    let usual = Int((12 * pow(Double(readings.count) / 100, 0.25)).rounded(.up))
    let most = mostLags ?? min(limit, usual)
    guard (0...limit).contains(most) else {
      throw StatisticsError.outOfRange(
        setting: "The most lags of a Dickey-Fuller test", value: "\(most)",
        allowed: "0 to \(limit) for \(readings.count) readings")
    }
    let regression = Regression(values: readings.unitDeviations, trend: trend)
    guard let chosen = regression.bestLags(most: most) else {
      throw StatisticsError.noRemainder(purpose: "a Dickey-Fuller test")
    }
    let solved = regression.equations(lags: chosen, levelIsLast: true)
    lags = chosen
    rows = solved.rows
    statistic = solved.lastRatio
    pValue = trend.probability(below: statistic)
    criticalValues = trend.criticalValues(rows: rows)
  }
}

/// The regression of changes on the level and the last changes.
private struct Regression {
  let values: [Double]
  let trend: DickeyFullerTest.Trend

  /// The number of lags with the lowest AIC, all of them over the same rows; nil when one of the
  /// regressions leaves nothing.
  func bestLags(most: Int) -> Int? {
    let equations = equations(lags: most, levelIsLast: false)
    let before = trend == .constant ? 2 : 3
    let usable = equations.independentColumns - before
    guard usable >= 0 else { return nil }
    let whole = equations.remainder(regressors: 0)
    let count = Double(equations.rows)
    var best: (lags: Int, criterion: Double)?
    for lags in 0...min(most, usable) {
      let left = equations.remainder(regressors: before + lags)
      guard left > whole * 1e-20 else { return nil }
      let criterion = count * log(left / count) + 2 * Double(before + lags)
      if criterion < best?.criterion ?? .infinity { best = (lags, criterion) }
    }
    return best?.lags
  }

  /// The equations with a number of lags, over all rows that have so many.
  ///
  /// - Parameter levelIsLast: Whether the level stands behind the lags, where its ratio can be read
  ///   off, or before them.
  func equations(lags: Int, levelIsLast: Bool) -> LeastSquares {
    let deterministic = trend == .constant ? 1 : 2
    let columns = deterministic + lags + 2
    var equations = LeastSquares(columns: columns)
    let changes = zip(values.dropFirst(), values).map { $0 - $1 }
    let level = deterministic + (levelIsLast ? lags : 0)
    let firstLag = deterministic + (levelIsLast ? 0 : 1)
    // Rows in blocks that stay in cache while the columns are reflected.
    for first in stride(from: lags, to: changes.count, by: 256) {
      let count = min(256, changes.count - first)
      var block = [Double](repeating: 1, count: columns * count)
      for offset in 0..<count {
        let row = first + offset
        if trend == .line {
          block[count + offset] = 2 * Double(row) / Double(changes.count) - 1
        }
        block[level * count + offset] = values[row]
        for lag in 0..<lags {
          block[(firstLag + lag) * count + offset] = changes[row - 1 - lag]
        }
        block[(columns - 1) * count + offset] = changes[row]
      }
      equations.add(&block, count: count)
    }
    return equations
  }
}
