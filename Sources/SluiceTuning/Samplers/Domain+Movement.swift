extension Hyperparameter.Domain {
  /// Whether the values have no order.
  var isCategorical: Bool { if case .categorical = self { true } else { false } }

  /// Whether the values are numbers so close together that one may move among them as if freely; few
  /// values are better tried one by one.
  var isSmooth: Bool { !isCategorical && (count.map { $0 > 12 } ?? true) }

  /// Returns the number times 1.2 or 0.8, at least one step away where there are steps; for one of
  /// several values the next or the previous; nil when that is the value itself.
  func neighbour(of value: ParameterValue, isUp: Bool) -> ParameterValue? {
    let neighbour: ParameterValue
    switch self {
    case .categorical(let values):
      let index = (values.firstIndex(of: value) ?? 0) + (isUp ? 1 : -1)
      neighbour = values[min(max(index, 0), values.count - 1)]
    case .float(let range, nil, _):
      let moved = (value.number ?? 0) * (isUp ? 1.2 : 0.8)
      neighbour = .double(min(max(moved, range.lowerBound), range.upperBound))
    case .float(let range, let step?, _):
      let index = index(from: value, lower: range.lowerBound, step: step, isUp: isUp)
      neighbour = .double(min(range.lowerBound + step * Double(index), range.upperBound))
    case .integer(let range, let step, _):
      let lower = Double(range.lowerBound)
      let index = index(from: value, lower: lower, step: Double(step), isUp: isUp)
      neighbour = .int(range.lowerBound + step * index)
    }
    // A whole number may stand for one with a fraction.
    let isSame = neighbour == value || (!isCategorical && neighbour.number == value.number)
    return isSame ? nil : neighbour
  }

  private func index(from value: ParameterValue, lower: Double, step: Double, isUp: Bool) -> Int {
    let number = value.number ?? 0
    let here = ((number - lower) / step).rounded()
    let there = ((number * (isUp ? 1.2 : 0.8) - lower) / step).rounded()
    let moved = isUp ? max(there, here + 1) : min(there, here - 1)
    return Int(min(max(moved, 0), Double(count ?? 1) - 1))
  }
}
