/// Sums over segments of values, and the cuts that leave the least squares around segments' means.
struct MeanSegments {
  /// The sum of the values before each row, `n + 1` numbers.
  private let sums: [Double]

  /// Takes values, best with mean 0.
  init(_ values: [Double]) {
    var sum = 0.0
    sums =
      [0]
      + values.map {
        sum += $0
        return sum
      }
  }

  private var count: Int { sums.count - 1 }

  /// The cuts, ascending, that leave the lowest sum of squares plus a penalty for each.
  ///
  /// - Parameters:
  ///   - ends: The rows where segments may end, ascending, from 0 to the number of values.
  ///   - shortest: The least number of rows of a segment, at least 1.
  ///   - penalty: The price of a cut.
  /// - Complexity: O(ends^2).
  func best(among ends: [Int], shortest: Int, penalty: Double) -> [Int] {
    let places = ends.map { Double($0) }
    let sums = ends.map { self.sums[$0] }
    // What squares around the segments' means have less than around 0, less the penalties: the most
    // up to each end. Squares of the values themselves are in all ways to cut the same.
    var saved = [Double](repeating: -.infinity, count: ends.count)
    var previous = [Int](repeating: 0, count: ends.count)
    saved[0] = penalty
    var starts = 0
    saved.withUnsafeMutableBufferPointer { saved in
      sums.withUnsafeBufferPointer { sums in
        places.withUnsafeBufferPointer { places in
          for end in ends.indices.dropFirst() {
            while ends[end] - ends[starts] >= shortest { starts += 1 }
            var most = -Double.infinity
            var from = 0
            for start in 0..<starts {
              let sum = sums[end] - sums[start]
              let total = saved[start] + sum * sum / (places[end] - places[start])
              if total > most { (most, from) = (total, start) }
            }
            saved[end] = most - penalty
            previous[end] = from
          }
        }
      }
    }
    var cuts: [Int] = []
    var end = previous[ends.count - 1]
    while end > 0 {
      cuts.append(ends[end])
      end = previous[end]
    }
    return cuts.reversed()
  }

  /// The best cuts between cells of equal size, then those among the rows around them too.
  ///
  /// - Parameters:
  ///   - mostEnds: The number of cells, and the number of rows around cuts.
  ///   - shortest: The least number of rows of a segment, from 1 to the number of values.
  ///   - penalty: The price of a cut.
  func best(mostEnds: Int, shortest: Int, penalty: Double) -> [Int] {
    let cell = (count + mostEnds - 1) / mostEnds
    let cells = Array(stride(from: 0, to: count, by: cell)) + [count]
    let cuts = best(among: cells, shortest: shortest, penalty: penalty)
    if cell == 1 || cuts.isEmpty { return cuts }
    let step = max(1, 4 * cell * cuts.count / mostEnds)
    var ends = Set(cells)
    for cut in cuts {
      let near = stride(
        from: max(0, cut - 2 * cell), through: min(count, cut + 2 * cell), by: step)
      ends.formUnion(near)
    }
    return best(among: ends.sorted(), shortest: shortest, penalty: penalty)
  }
}
