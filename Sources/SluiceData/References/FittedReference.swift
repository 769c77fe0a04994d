/// The reference of a target with what was learnt from the training rows, and the way from forecasts
/// relative to it back to the target's own unit.
///
/// Differences are taken of readings as the target's transform gives them: with `log1p` or `boxCox` of 0
/// they are ratios, and a forecast stays within the bounds of the transform whatever is added.
public struct FittedReference: Codable, Hashable, Sendable {
  /// The rule.
  public let rule: TargetReference

  /// How many of the target's last readings it looks at; 0 for a line.
  public let rows: Int

  /// The line of the rule `line`; nil otherwise.
  let line: Line?

  /// How differences are scaled; the transform is that of the target itself.
  public let scale: ColumnScale

  /// The usual time between two rows in microseconds; nil without a clock.
  let interval: Int64?

  /// A straight line in time.
  struct Line: Codable, Hashable, Sendable {
    /// Where it has its level, in microseconds since 1970.
    var origin: Int64
    /// Its value there.
    var level: Double
    /// How much it rises in a microsecond.
    var slope: Double
  }

  /// A moment of the training rows, in microseconds since 1970, where a line must be near the readings; nil
  /// without a line.
  package var origin: Int64? { line?.origin }

  /// Returns the scaled difference of a reading from its reference; NaN for one that is missing.
  package func difference(of reading: Float, from reference: Double) -> Float {
    Float((scale.bent(reading) - reference - scale.offset) / scale.scale)
  }

  /// Returns what an output adds to its reference, as the target's transform gives it.
  package func change(_ output: Float) -> Float {
    Float(Double(output) * scale.scale + scale.offset)
  }

  /// Returns the forecast in the target's own unit.
  ///
  /// - Parameters:
  ///   - output: The scaled difference that is forecast.
  ///   - reference: Its reference.
  package func forecast(_ output: Float, from reference: Double) -> Float {
    scale.unbent(reference + (Double(output) * scale.scale + scale.offset))
  }

  /// Returns how much the forecast changes with the output, the reference staying as it is.
  package func slope(atOutput output: Float, from reference: Double) -> Float {
    let bent = reference + (Double(output) * scale.scale + scale.offset)
    return Float(scale.scale * (scale.curve?.slopeOfInverse(at: bent) ?? 1))
  }
}

extension TargetReference {
  /// The most differences that their scale is fitted to, evenly spread.
  private static let mostDifferences = 1_000_000

  /// Returns the reference with its line and the scale of the differences fitted.
  ///
  /// - Parameters:
  ///   - part: The training rows.
  ///   - target: The scaling of the target itself, whose transform counts here.
  ///   - scaler: How differences are scaled.
  ///   - steps: The distances that are forecast, in rows.
  ///   - crossesGaps: Whether windows cross gaps in the clock.
  /// - Throws: ``ReferenceError``, ``ScalerError``, ``SeriesError``.
  package func fitted(
    to part: TrainingPart, target: ColumnScale, scaler: any Scaler, steps: [Int],
    crossesGaps: Bool
  ) throws -> FittedReference {
    let series = part.series
    let interval = part.whole.interval
    let column = try series.column(target.column)
    let rows: Int
    var line: FittedReference.Line?
    switch self {
    case .lastReading: rows = 1
    case .season(let length), .movingAverage(let length): rows = try length.rows(interval: interval)
    case .line:
      rows = 0
      guard let stamps = series.timestamps, interval != nil else {
        throw ReferenceError.noClock(purpose: "a line in time")
      }
      line = .init(through: column, at: stamps, target)
    }
    func reference(_ scale: ColumnScale) -> FittedReference {
      FittedReference(rule: self, rows: rows, line: line, scale: scale, interval: interval)
    }
    let unscaled = reference(
      ColumnScale(column: target.column, offset: 0, scale: 1, curve: target.curve))
    let stretches = series.stretches(within: [], interval: crossesGaps ? .max / 2 : interval)
    let every = max(1, series.count * steps.count / Self.mostDifferences)
    let last = steps.last ?? 1
    var history = ReferenceHistory(unscaled, steps: steps)
    var differences: [Float] = []
    for stretch in stretches {
      history.reset()
      for row in stretch.dropLast(last) {
        history.push(column[row], at: series.timestamps?[row])
        guard row % every == 0, let references = history.references else { continue }
        for (step, reference) in zip(steps, references) where !column[row + step].isNaN {
          differences.append(unscaled.difference(of: column[row + step], from: reference))
        }
      }
    }
    if differences.isEmpty {
      throw ReferenceError.tooShort(
        column: target.column, needed: max(rows, 1) + last,
        longest: stretches.map(\.count).max() ?? 0)
    }
    let (offset, scale) = try differences.withUnsafeBufferPointer {
      try scaler.parameters(of: $0, column: target.column)
    }
    return reference(
      ColumnScale(column: target.column, offset: offset, scale: scale, curve: target.curve))
  }
}

extension FittedReference.Line {
  /// The line of least squares through the known readings of a column, as its transform gives them.
  fileprivate init(through column: Column, at stamps: Timestamps, _ scale: ColumnScale) {
    let origin = stamps.count > 0 ? stamps[0] : 0
    var (count, time, level) = (0.0, 0.0, 0.0)
    for row in column.indices where !column[row].isNaN {
      count += 1
      time += Double(stamps[row] - origin)
      level += scale.bent(column[row])
    }
    time /= max(count, 1)
    level /= max(count, 1)
    var (products, squares) = (0.0, 0.0)
    for row in column.indices where !column[row].isNaN {
      let distance = Double(stamps[row] - origin) - time
      products += distance * (scale.bent(column[row]) - level)
      squares += distance * distance
    }
    let slope = squares > 0 ? products / squares : 0
    self.init(origin: origin, level: level - slope * time, slope: slope)
  }

  /// Its value at a moment, and so many microseconds later.
  func value(at time: Int64, later: Double) -> Double {
    level + slope * (Double(time - origin) + later)
  }
}
