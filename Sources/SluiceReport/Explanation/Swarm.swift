import SluiceTensor

/// Dots of one lane, spread so that they do not hide each other.
enum Swarm {
  /// How far from the middle of its lane each dot lies, from -0.42 to 0.42.
  ///
  /// Dots that share a place along the lane are set above and below each other in turn.
  ///
  /// - Parameters:
  ///   - values: Where the dots lie along the lane.
  ///   - reach: The largest size along all lanes.
  static func offsets(_ values: [Double], reach: Double) -> [Double] {
    guard reach > 0 else { return values.map { _ in 0 } }
    let bins = values.map { Int(($0 / reach * 75).rounded()) }
    var counts: [Int: Int] = [:]
    let ranks = bins.map { bin -> Int in
      defer { counts[bin, default: 0] += 1 }
      return counts[bin, default: 0]
    }
    let highest = Double(max(1, counts.values.max() ?? 1))
    // Six to a pile lie a dot apart; a higher pile is pressed together.
    let step = min(0.07, 0.84 / highest)
    return ranks.map { rank in
      Double((rank + 1) / 2) * (rank % 2 == 0 ? 1 : -1) * step
    }
  }

  /// In which fifth of the values each lies, from 0 (lowest) to 4; all in the middle where none differ.
  static func fifths(_ values: [Double]) -> [Int] {
    let sorted = values.sorted()
    guard let low = sorted.first, let high = sorted.last, high > low else {
      return values.map { _ in 2 }
    }
    let bounds = [0.2, 0.4, 0.6, 0.8].map { sorted.quantile($0) }
    return values.map { value in bounds.count { value > $0 } }
  }
}
