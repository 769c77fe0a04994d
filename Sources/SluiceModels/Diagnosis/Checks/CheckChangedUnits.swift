import SluiceData

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Doctor {
  /// A way in which a column may change its unit: `after = factor * before + offset`.
  struct UnitChange: Sendable {
    let name: String
    let factor: Double
    var offset = 0.0

    /// How far ratios may be from the factor, in doublings: a large factor is known all the same.
    var tolerance: Double { max(0.3, 0.1 * log2(factor)) }

    /// How far two levels are from differing by the change, in doublings or, where it has an offset, in
    /// spreads.
    func misfit(_ small: Double, _ large: Double, spread: Double) -> Double {
      if offset == 0, small * large > 0 { return abs(log2(large / small / factor)) }
      return abs(large - factor * small - offset) / spread
    }
  }

  /// The slips that are looked for; each is looked for in both directions.
  static let unitChanges: [UnitChange] = [
    .init(name: "a factor of 1,000", factor: 1000),
    .init(name: "a factor of 100", factor: 100),
    .init(name: "a factor of 10", factor: 10),
    .init(name: "a factor of 60, as between seconds, minutes and hours", factor: 60),
    .init(name: "a factor of 3.6, as between m/s and km/h", factor: 3.6),
    .init(name: "a factor of 1.609, as between miles and kilometres", factor: 1.609344),
    .init(name: "°C and °F", factor: 1.8, offset: 32),
  ]

  /// Finds columns that change their unit on the way.
  static func checkChangedUnits(_ facts: Facts) -> [Finding] {
    let rows = facts.run.split.train.rows.lowerBound..<facts.run.split.test.rows.upperBound
    return facts.numbers.compactMap { name in
      guard let column = facts.run.test.series[name] else { return nil }
      return unitChange(of: column, rows: rows, facts)
    }
  }

  private static let blocks = 32

  /// Fewer rows than this are not looked at.
  static let fewestUnitRows = 10 * blocks

  /// A place where a column may change its unit.
  private struct Cut {
    let row: Int
    /// All readings before, and all after: a season in the data is on both sides then.
    let before: (median: Double, spread: Double)
    let after: (median: Double, spread: Double)
    /// The middle readings of a stretch before and of one after.
    let near: (Double, Double)
    /// Whether so few rows lie behind it that their spread says little, and only a large factor is believed.
    var isLate = false
  }

  private static func unitChange(
    of column: Column, rows: Range<Int>, _ facts: Facts
  ) -> Finding? {
    let size = rows.count / blocks
    guard rows.count >= fewestUnitRows else { return nil }
    let step = Facts.step(of: rows.count)
    func readings(_ rows: Range<Int>) -> [Double] { Facts.readings(column, rows, by: step) }
    let parts = (0..<blocks).map { block in
      let first = rows.lowerBound + block * size
      return readings(first..<first + size)
    }
    let medians = parts.map { Readings(checked: $0).medianAndSpread.median }
    let cuts = (1..<blocks).map { block in
      Cut(
        row: rows.lowerBound + block * size,
        before: Readings(checked: Array(parts[..<block].joined())).medianAndSpread,
        after: Readings(checked: Array(parts[block...].joined())).medianAndSpread,
        near: (medians[max(block - 2, 0)], medians[min(block + 1, blocks - 1)]))
    }
    let late = lateCuts(rows, size: size, readings)
    var best: (misfit: Double, cut: Cut, change: UnitChange)?
    for cut in cuts + late {
      for change in unitChanges {
        for isUp in [true, false] {
          guard let misfit = misfit(cut, change, isUp: isUp), misfit < best?.misfit ?? .infinity
          else { continue }
          best = (misfit, cut, change)
        }
      }
    }
    guard let best else { return nil }
    let moment =
      facts.run.test.series.timestamps.map {
        "near \(CivilTime(microseconds: $0[best.cut.row]))"
      } ?? "near row \(best.cut.row)"
    let (before, after) = (best.cut.before, best.cut.after)
    return Finding(
      .changedUnit, weight: 0.96, title: "The column \(column.name) seems to change its unit.",
      evidence: "Its middle reading goes from \(Wording.number(before.median)) to "
        + "\(Wording.number(after.median)) and its spread from \(Wording.number(before.spread)) to "
        + "\(Wording.number(after.spread)) \(moment): about as by \(best.change.name).",
      effect:
        "What was learnt in one unit is worth nothing in the other; in one unit throughout, the "
        + "error falls to that of a sound run.",
      cure: Cure("Bring the column to one unit in the file."),
      picture: Picture(
        "The middle reading of \(column.name) over time",
        note: "Each point is the middle of "
          + "\(size) rows.", across: "row", upwards: column.name,
        .lines([
          .init(
            column.name, x: parts.indices.map { Double(rows.lowerBound + $0 * size) },
            y: medians)
        ])))
  }

  /// Places so near the end that less than a block and a half lies behind them.
  private static func lateCuts(
    _ rows: Range<Int>, size: Int, _ readings: (Range<Int>) -> [Double]
  ) -> [Cut] {
    let width = max(10, size / 8)
    return stride(from: 2 * width, to: size * 3 / 2, by: width).map { left in
      let row = rows.upperBound - left
      func spread(_ rows: Range<Int>) -> (median: Double, spread: Double) {
        Readings(checked: readings(rows)).medianAndSpread
      }
      return Cut(
        row: row, before: spread(rows.lowerBound..<row), after: spread(row..<rows.upperBound),
        near: (
          spread(row - 2 * width..<row - width).median,
          spread(row + width..<min(row + 2 * width, rows.upperBound)).median
        ), isLate: true)
    }
  }

  /// How far a column is from changing its unit in some way at some place, 1 at most in level and in spread;
  /// nil where it does not.
  private static func misfit(_ cut: Cut, _ change: UnitChange, isUp: Bool) -> Double? {
    let (small, large) = isUp ? (cut.before, cut.after) : (cut.after, cut.before)
    guard small.spread > 0, large.spread > 0 else { return nil }
    // Around zero only the spread would tell, and some stretch swings a little more than others.
    if change.offset == 0, change.factor < 3, abs(large.median) < large.spread { return nil }
    if cut.isLate, change.factor < 60 || abs(large.median) < large.spread { return nil }
    let spread = abs(log2(large.spread / small.spread / change.factor)) / (cut.isLate ? 3 : 1)
    let level = change.misfit(small.median, large.median, spread: large.spread)
    guard max(spread, level) < change.tolerance, isSudden(cut.near, change, isUp: isUp) else {
      return nil
    }
    return (spread + level) / change.tolerance
  }

  /// Whether the stretches next to the change differ as the whole does: a slow drift is no slip.
  private static func isSudden(
    _ near: (Double, Double), _ change: UnitChange, isUp: Bool
  ) -> Bool {
    let (small, large) = isUp ? near : (near.1, near.0)
    let expected = change.factor * small + change.offset
    if change.offset == 0, small * large > 0 {
      return abs(log2(large / expected)) < 0.5 * log2(change.factor)
    }
    return abs(large - expected) < 0.5 * abs(expected - small)
  }
}
