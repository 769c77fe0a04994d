/// What the reference of a target must remember of a stretch of rows, fed row by row.
///
/// A stream pushes rows into it and a whole series is run through it, so both have the same bits: what
/// came before the rows that are looked at leaves nothing behind.
package struct ReferenceHistory: Sendable {
  private let reference: FittedReference
  private let steps: [Int]
  /// The target's last readings, as its transform gives them.
  private var ring: [Double]
  /// Where the next one goes.
  private var place = 0
  /// How many readings in a row are known, up to the length of the ring.
  private var known = 0
  private var sum = ExactSum()
  private var time: Int64?

  /// Begins with nothing known.
  ///
  /// - Parameter steps: The distances that are forecast, in rows.
  package init(_ reference: FittedReference, steps: [Int]) {
    self.reference = reference
    self.steps = steps
    ring = Array(repeating: .nan, count: reference.rows)
  }

  /// Forgets all rows: a new stretch begins.
  package mutating func reset() {
    for index in ring.indices { ring[index] = .nan }
    place = 0
    known = 0
    sum = ExactSum()
    time = nil
  }

  /// Takes in the row after which a forecast is made.
  ///
  /// - Parameters:
  ///   - reading: The target's; NaN is missing.
  ///   - time: Microseconds since 1970 UTC.
  package mutating func push(_ reading: Float, at time: Int64?) {
    self.time = time
    guard !ring.isEmpty else { return }
    let value = reference.scale.bent(reading)
    if case .movingAverage = reference.rule {
      // A missing reading begins the mean anew, as it does that of a derived feature.
      if !value.isFinite { return reset() }
      if known == ring.count { sum.add(-ring[place]) }
      sum.add(value)
      known = min(known + 1, ring.count)
    }
    ring[place] = value.isFinite ? value : .nan
    place = place + 1 == ring.count ? 0 : place + 1
  }

  /// The reference of each step, as the target's transform gives it; nil while one is not known.
  package var references: [Double]? {
    switch reference.rule {
    case .line:
      guard let time, let line = reference.line else { return nil }
      let interval = Double(reference.interval ?? 0)
      return steps.map { line.value(at: time, later: Double($0) * interval) }
    case .movingAverage:
      guard known == ring.count else { return nil }
      return steps.map { _ in sum.value / Double(known) }
    case .lastReading, .season:
      var found: [Double] = []
      for step in steps {
        // The youngest reading whose distance to the forecast is a whole number of seasons.
        let back = (step + ring.count - 1) / ring.count * ring.count - step
        let value = ring[(place - 1 - back + 2 * ring.count) % ring.count]
        if value.isNaN { return nil }
        found.append(value)
      }
      return found
    }
  }
}
