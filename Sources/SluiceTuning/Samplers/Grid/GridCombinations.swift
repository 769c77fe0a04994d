/// The distinct combinations of values of a space, in order: the last parameter changes fastest, and
/// what is not in play is not varied.
struct GridCombinations {
  /// One parameter with the values that the grid gives it; values are known by their places here.
  private struct Axis {
    let name: String
    let values: [ParameterValue]
    /// The axis that the condition names, and by place which of its values meet it.
    let condition: (axis: Int, isMet: [Bool])?
    /// By place, whether a later condition asks for the value.
    var isAsked: [Bool]
  }

  private var axes: [Axis] = []

  /// Creates the grid.
  ///
  /// - Parameter points: How many values a number without a step gets; nil if there must be none.
  /// - Throws: ``TuningError/unsuitable(sampler:reason:)`` for a number without a step and without `points`.
  init(_ space: SearchSpace, points: Int?) throws {
    for parameter in space.parameters {
      guard let values = parameter.domain.gridValues(points: points) else {
        throw TuningError.unsuitable(
          sampler: "grid",
          reason: "\(parameter.name) has no end of values (\(parameter.domain)); give it a step, "
            + "list choices, or say how many points of it to try: {grid: {points: 5}}")
      }
      let condition = parameter.condition.flatMap { condition in
        axes.firstIndex { $0.name == condition.parameter }.map { axis in
          (axis: axis, isMet: axes[axis].values.map(condition.values.contains))
        }
      }
      if let condition {
        for (place, isMet) in condition.isMet.enumerated() where isMet {
          axes[condition.axis].isAsked[place] = true
        }
      }
      axes.append(
        Axis(
          name: parameter.name, values: values, condition: condition,
          isAsked: values.map { _ in false }))
    }
  }

  /// The number of combinations; `Int.max` if there are more.
  var count: Int {
    var chosen = axes.map { _ in -1 }
    return count(from: 0, after: &chosen)
  }

  /// Returns a combination; nil behind the last.
  func combination(_ index: Int) -> Hyperparameters? {
    if index < 0 || index >= count { return nil }
    var rest = index
    var chosen = axes.map { _ in -1 }
    var combination: Hyperparameters = [:]
    for (number, axis) in axes.enumerated() where isInPlay(number, after: chosen) {
      for (place, count) in counts(on: number, after: &chosen).enumerated() {
        if rest < count {
          chosen[number] = place
          combination[axis.name] = axis.values[place]
          break
        }
        rest -= count
      }
    }
    return combination
  }

  /// Returns the place of a combination in the order, the inverse of ``combination(_:)``; nil for one
  /// that is not on the grid.
  func index(of combination: Hyperparameters) -> Int? {
    var index = 0
    var chosen = axes.map { _ in -1 }
    for (number, axis) in axes.enumerated() where isInPlay(number, after: chosen) {
      // Numbers are compared as numbers, since a file may have made a whole one of 2.0.
      guard let wanted = combination[axis.name],
        let place = axis.values.firstIndex(where: {
          $0 == wanted || ($0.number != nil && $0.number == wanted.number)
        })
      else { return nil }
      index = counts(on: number, after: &chosen)[..<place].reduce(index, saturatedSum)
      chosen[number] = place
    }
    return index
  }

  private func isInPlay(_ number: Int, after chosen: [Int]) -> Bool {
    guard let condition = axes[number].condition else { return true }
    let place = chosen[condition.axis]
    return place >= 0 && condition.isMet[place]
  }

  /// The number of combinations that go on with each value of an axis.
  private func counts(on number: Int, after chosen: inout [Int]) -> [Int] {
    // No condition tells the values apart that none asks for: one count stands for all of them.
    var ofOthers: Int?
    defer { chosen[number] = -1 }
    var counts: [Int] = []
    for (place, isAsked) in axes[number].isAsked.enumerated() {
      chosen[number] = place
      let count = isAsked ? nil : ofOthers
      counts.append(count ?? self.count(from: number + 1, after: &chosen))
      if !isAsked { ofOthers = counts.last }
    }
    return counts
  }

  /// The number of combinations of the axes from one on, after choices for those before.
  private func count(from number: Int, after chosen: inout [Int]) -> Int {
    if number == axes.count { return 1 }
    if !isInPlay(number, after: chosen) { return count(from: number + 1, after: &chosen) }
    return counts(on: number, after: &chosen).reduce(0, saturatedSum)
  }
}

/// The sum of counts, `Int.max` if it is greater.
private func saturatedSum(_ a: Int, _ b: Int) -> Int {
  let (sum, overflows) = a.addingReportingOverflow(b)
  return overflows ? .max : sum
}

extension Hyperparameter.Domain {
  /// All values, or equally spaced ones from end to end of a number without a step; nil for such a
  /// number without `points`.
  fileprivate func gridValues(points: Int?) -> [ParameterValue]? {
    if let values { return values }
    guard let points, case .float(let range, nil, _) = self else { return nil }
    if points == 1 { return [value(at: 0.5)] }
    let inner = (1..<(points - 1)).map { value(at: Double($0) / Double(points - 1)) }
    return [.double(range.lowerBound)] + inner + [.double(range.upperBound)]
  }
}
