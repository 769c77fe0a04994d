/// The mean of each phase of a season.
struct Phases {
  private let means: [Double]

  /// The variance of the values that the means take away, less what as many means take away from
  /// independent values; below 0 when they take less.
  let varianceTaken: Double

  /// Takes the means of rows a season apart.
  ///
  /// - Parameters:
  ///   - values: Any, best with mean 0.
  ///   - rows: The season's length, from 1 to one less than the number of values.
  init(of values: [Double], rows: Int) {
    var sums = [Double](repeating: 0, count: rows)
    var squares = 0.0
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        var phase = 0
        for value in values {
          sums[phase] += value
          squares += value * value
          phase += 1
          if phase == rows { phase = 0 }
        }
      }
    }
    let means = sums.indices.map { sums[$0] / Double((values.count - $0 + rows - 1) / rows) }
    let explained = zip(sums, means).reduce(0) { $0 + $1.0 * $1.1 }
    let count = Double(values.count)
    varianceTaken = squares / count - (squares - explained) / (count - Double(rows))
    self.means = means
  }

  /// The values less the mean of their phase.
  func removed(from values: [Double]) -> [Double] {
    values.enumerated().map { $1 - means[$0 % means.count] }
  }

  /// The length near a given one whose means take most of the variance.
  ///
  /// Over many seasons a length that is off by little blurs the means, so that they tell it more
  /// sharply than an autocorrelation does.
  ///
  /// - Parameters:
  ///   - values: At least twice the length.
  ///   - rows: The length, at least 2.
  static func sharpest(of values: [Double], near rows: Int) -> Int {
    let seasons = values.count / rows
    // Lengths that differ by less than this part of a season over all seasons look alike.
    let step = max(1, rows / (8 * seasons))
    var best = (rows: rows, taken: Phases(of: values, rows: rows).varianceTaken)
    func look(at length: Int) {
      guard length >= 2, length * 2 <= values.count else { return }
      let taken = Phases(of: values, rows: length).varianceTaken
      if taken > best.taken { best = (length, taken) }
    }
    for steps in 1...8 where steps * step <= rows / 20 {
      look(at: rows - steps * step)
      look(at: rows + steps * step)
    }
    if step > 1 {
      let middle = best.rows
      for offset in stride(from: 1, to: step, by: max(1, step / 8)) {
        look(at: middle - offset)
        look(at: middle + offset)
      }
    }
    return best.rows
  }
}
