/// The targets of windows told relative to a reference, and how many windows had none.
struct RelativeTargets: Sendable {
  /// The reference of each value, `[N * P]`, as the target's transform gives it.
  var references: [Double]
  /// The scaled differences, `[N * P]`; nil where the targets lie in the future.
  var differences: [Float]?
  /// The number of values in one target, `P`.
  let size: Int
  /// The number of windows that were left out, because their reference was not known.
  let leftOut: Int

  /// The targets of some windows, in their order.
  func selecting(_ numbers: [Int]) -> RelativeTargets {
    func picked<Value>(_ values: [Value]) -> [Value] {
      numbers.flatMap { values[$0 * size..<($0 + 1) * size] }
    }
    return RelativeTargets(
      references: picked(references), differences: differences.map(picked), size: size,
      leftOut: leftOut)
  }
}

extension Windows {
  /// The references of all targets in window order, `[N * P]`; nil where targets are told as they are.
  package var references: [Double]? { relative?.references }

  /// The number of windows that were left out when they were cut, because their reference was not known.
  package var leftOutWithoutReference: Int { relative?.leftOut ?? 0 }

  /// Returns the windows with their targets told relative to a reference, without those whose reference
  /// is not known: too few rows of its stretch lie before them.
  ///
  /// The targets that are learnt become scaled differences; ``withReadings(_:)`` gives the target itself.
  ///
  /// - Parameters:
  ///   - reference: The reference.
  ///   - series: The whole series that the windows were cut from, in its own units; its rows before the
  ///     part are looked at.
  /// - Throws: ``ReferenceError/noWindow(column:windows:needed:)`` when none is left; ``SeriesError`` for a
  ///   column that is missing.
  package func relative(
    to reference: FittedReference, in series: Series
  ) throws -> Windows {
    let name = reference.scale.column
    let needsTarget = reference.rule.needsReadings || target != nil
    let column = needsTarget ? try series.column(name) : nil
    let offsets = Array(options.firstTargetStep...options.horizon)
    var history = ReferenceHistory(reference, steps: offsets)
    var kept: [Int] = []
    var references: [Double] = []
    var window = 0
    let interval = options.crossesGaps ? .max / 2 : self.interval
    for stretch in series.stretches(within: [], interval: interval) {
      history.reset()
      for row in stretch where window < count {
        history.push(column?[row] ?? .nan, at: series.timestamps?[row])
        while window < count, origin + Int(lastRows[window]) == row {
          if let known = history.references {
            kept.append(window)
            references += known
          }
          window += 1
        }
      }
    }
    if kept.isEmpty {
      throw ReferenceError.noWindow(column: name, windows: count, needed: reference.rows)
    }
    var differences: [Float]?
    if target != nil, let column {
      differences = kept.enumerated().flatMap { place, window in
        let row = origin + Int(lastRows[window])
        return offsets.enumerated().map { step, distance in
          reference.difference(
            of: column[row + distance], from: references[place * offsets.count + step])
        }
      }
    }
    var windows = kept.count == count ? self : selecting(kept)
    windows.relative = RelativeTargets(
      references: references, differences: differences, size: offsets.count,
      leftOut: count - kept.count)
    return windows
  }
}
