import SluiceTensor

/// Regression trees over the unit cube, each grown on a sample of the points.
///
/// A tree is kept as its leaves, boxes that fill the cube: that is what averages over the cube need.
///
/// - Source: Breiman 2001, "Random forests", <https://doi.org/10.1023/A:1010933404324>.
struct RegressionForest: Sendable {
  /// A box of the cube with the mean of the points in it.
  struct Leaf: Sendable {
    /// The lower and the upper end along each coordinate.
    var lower: [Double]
    var upper: [Double]
    var value: Double

    /// The length along a coordinate.
    func length(_ coordinate: Int) -> Double { upper[coordinate] - lower[coordinate] }
  }

  /// The leaves of each tree.
  private(set) var trees: [[Leaf]] = []

  /// Grows trees to the end: a leaf holds equal values or a single point.
  ///
  /// - Parameters:
  ///   - points: Coordinates in [0, 1), at least one point, all of one dimension.
  ///   - values: As many.
  init(points: [[Double]], values: [Double], trees count: Int, stream: inout RandomStream) {
    let dimension = points[0].count
    for _ in 0..<count {
      let sample = points.indices.map { _ in
        Int(stream.uniformDouble() * Double(points.count))
      }
      var leaves: [Leaf] = []
      var open = [
        (
          rows: sample,
          box: Leaf(
            lower: .init(repeating: 0, count: dimension),
            upper: .init(repeating: 1, count: dimension), value: 0)
        )
      ]
      while var (rows, box) = open.popLast() {
        guard let split = Self.bestSplit(of: rows, points, values) else {
          box.value = rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
          leaves.append(box)
          continue
        }
        var (below, above) = (box, box)
        below.upper[split.coordinate] = split.threshold
        above.lower[split.coordinate] = split.threshold
        let isBelow = { points[$0][split.coordinate] < split.threshold }
        open.append((rows.filter { !isBelow($0) }, above))
        rows.removeAll { !isBelow($0) }
        open.append((rows, below))
      }
      trees.append(leaves)
    }
  }

  /// The split that leaves the least squared error; nil where nothing is left to split.
  private static func bestSplit(
    of rows: [Int], _ points: [[Double]], _ values: [Double]
  ) -> (coordinate: Int, threshold: Double)? {
    let total = rows.reduce(0) { $0 + values[$1] }
    guard rows.contains(where: { values[$0] != values[rows[0]] }) else { return nil }
    var best: (gain: Double, coordinate: Int, threshold: Double)?
    for coordinate in points[0].indices {
      let sorted = rows.sorted { points[$0][coordinate] < points[$1][coordinate] }
      var sum = 0.0
      for (index, row) in sorted.dropLast().enumerated() {
        sum += values[row]
        let (here, next) = (points[row][coordinate], points[sorted[index + 1]][coordinate])
        guard here < next else { continue }
        let (left, right) = (Double(index + 1), Double(sorted.count - index - 1))
        let gain = sum * sum / left + (total - sum) * (total - sum) / right
        if gain > best?.gain ?? -.infinity { best = (gain, coordinate, (here + next) / 2) }
      }
    }
    return best.map { ($0.coordinate, $0.threshold) }
  }
}
