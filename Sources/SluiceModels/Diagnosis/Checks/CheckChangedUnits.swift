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

  private static func unitChange(
    of column: Column, rows: Range<Int>, _ facts: Facts
  ) -> Finding? {
    let size = rows.count / blocks
    guard size >= 10 else { return nil }
    let parts = (0..<blocks).map { block in
      let first = rows.lowerBound + block * size
      return Readings(
        checked: Facts.readings(column, first..<first + size, by: Facts.step(of: rows.count)))
    }
    var best: (misfit: Double, block: Int, change: UnitChange, isUp: Bool)?
    let medians = parts.map { $0.medianAndSpread.median }
    for block in 1..<blocks {
      // All before against all after: a season in the data is on both sides then.
      let before = Readings(checked: parts[..<block].flatMap(\.values)).medianAndSpread
      let after = Readings(checked: parts[block...].flatMap(\.values)).medianAndSpread
      guard before.spread > 0, after.spread > 0 else { continue }
      for change in unitChanges {
        for isUp in [true, false] {
          let (small, large) = isUp ? (before, after) : (after, before)
          // Around zero only the spread would tell, and some stretch swings a little more than others.
          if change.offset == 0, change.factor < 3, abs(large.median) < large.spread { continue }
          let spread = abs(log2(large.spread / small.spread / change.factor))
          let level = change.misfit(small.median, large.median, spread: large.spread)
          let misfit = (spread + level) / change.tolerance
          if max(spread, level) < change.tolerance, misfit < best?.misfit ?? .infinity,
            isSudden(medians, at: block, change, isUp: isUp)
          {
            best = (misfit, block, change, isUp)
          }
        }
      }
    }
    guard let best else { return nil }
    let row = rows.lowerBound + best.block * size
    let moment =
      facts.run.test.series.timestamps.map {
        "near \(CivilTime(microseconds: $0[row]))"
      } ?? "near row \(row)"
    let (before, after) = (
      Readings(checked: parts[..<best.block].flatMap(\.values)).medianAndSpread,
      Readings(checked: parts[best.block...].flatMap(\.values)).medianAndSpread
    )
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

  /// Whether the blocks next to the change differ as the whole does: a slow drift is no slip.
  private static func isSudden(
    _ medians: [Double], at block: Int, _ change: UnitChange, isUp: Bool
  ) -> Bool {
    let (before, after) = (
      medians[max(block - 2, 0)], medians[min(block + 1, medians.count - 1)]
    )
    let (small, large) = isUp ? (before, after) : (after, before)
    let expected = change.factor * small + change.offset
    if change.offset == 0, small * large > 0 {
      return abs(log2(large / expected)) < 0.5 * log2(change.factor)
    }
    return abs(large - expected) < 0.5 * abs(expected - small)
  }
}
