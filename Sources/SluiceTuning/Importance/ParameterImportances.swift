import SluiceTensor

/// How much of the variation of an objective over the search space each parameter explains alone.
///
/// A forest learns the objective from the trials; the variance of its mean over all other
/// parameters, as a share of its whole variance, is the importance of one. What the shares leave up
/// to 1 belongs to parameters acting together. A parameter that was out of play in a trial counts as
/// the middle of its range there.
///
/// - Source: Hutter, Hoos & Leyton-Brown 2014, "An efficient approach for assessing hyperparameter
///   importance" (fANOVA), <https://proceedings.mlr.press/v32/hutter14.html>.
public struct ParameterImportances: Sendable {
  /// A parameter and its share.
  public struct Share: Hashable, Sendable, Codable {
    /// The parameter.
    public var name: String
    /// Its share of the variance, 0 to 1.
    public var share: Double
  }

  /// The parameters, the most important first.
  public let shares: [Share]

  private let space: SearchSpace
  private let forest: RegressionForest

  /// Learns from trials.
  ///
  /// - Parameters:
  ///   - space: What was searched.
  ///   - trials: Trials, of which the complete ones with a finite value count.
  ///   - objective: Which of the objectives, from 0 on.
  ///   - trees: The size of the forest, at least 1.
  ///   - seed: The seed of the samples that the trees grow on.
  /// - Returns: Nil with fewer than four such trials, or when all have the same value.
  public init?(
    of space: SearchSpace, in trials: [Trial], objective: Int = 0, trees: Int = 64, seed: UInt64 = 0
  ) {
    let known = trials.filter {
      $0.state == .complete && $0.values.indices.contains(objective)
        && $0.values[objective].isFinite
    }
    let values = known.map { $0.values[objective] }
    guard known.count >= 4, values.contains(where: { $0 != values[0] }) else { return nil }
    let points = known.map { trial in
      space.parameters.map { parameter in
        trial.parameters[parameter.name].flatMap(parameter.domain.position) ?? 0.5
      }
    }
    var stream = RandomStreams(seed: seed).stream("importance")
    forest = RegressionForest(points: points, values: values, trees: trees, stream: &stream)
    self.space = space
    var sums = [Double](repeating: 0, count: space.count)
    var counted = 0.0
    for leaves in forest.trees {
      let mean = leaves.reduce(0) { $0 + $1.value * $1.volume }
      let variance = leaves.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * $1.volume }
      guard variance > 0 else { continue }
      counted += 1
      for coordinate in sums.indices {
        sums[coordinate] += leaves.variance(alone: coordinate, mean: mean) / variance
      }
    }
    shares = zip(space.parameters, sums).map { parameter, sum in
      Share(name: parameter.name, share: counted > 0 ? min(sum / counted, 1) : 0)
    }.sorted { $0.share > $1.share }
  }

  /// The mean of the objective over all other parameters, on a grid over two of them.
  ///
  /// - Parameters:
  ///   - first: The parameter along the columns.
  ///   - second: The parameter along the rows.
  ///   - columns: The number of columns, at equal steps of the first domain.
  ///   - rows: The number of rows.
  /// - Returns: Rows of values; empty for a name that is no parameter.
  public func mean(over first: String, and second: String, columns: Int, rows: Int) -> [[Double]] {
    guard let across = space.parameters.firstIndex(where: { $0.name == first }),
      let up = space.parameters.firstIndex(where: { $0.name == second })
    else { return [] }
    return (0..<rows).map { row in
      (0..<columns).map { column in
        let x = (Double(column) + 0.5) / Double(columns)
        let y = (Double(row) + 0.5) / Double(rows)
        let sums = forest.trees.map { leaves in
          leaves.reduce(0) { sum, leaf in
            guard leaf.lower[across] <= x, x < leaf.upper[across], leaf.lower[up] <= y,
              y < leaf.upper[up]
            else { return sum }
            return sum + leaf.value * leaf.volume / leaf.length(across)
              / (up == across ? 1 : leaf.length(up))
          }
        }
        return sums.reduce(0, +) / Double(sums.count)
      }
    }
  }
}

extension RegressionForest.Leaf {
  /// The share of the cube that the box fills.
  fileprivate var volume: Double { lower.indices.reduce(1) { $0 * length($1) } }
}

extension [RegressionForest.Leaf] {
  /// The variance of the tree's mean over all coordinates but one.
  fileprivate func variance(alone coordinate: Int, mean: Double) -> Double {
    let ends = Set(flatMap { [$0.lower[coordinate], $0.upper[coordinate]] }).sorted()
    guard ends.count > 2 else { return 0 }
    var means = [Double](repeating: 0, count: ends.count - 1)
    for leaf in self {
      let weight = leaf.value * leaf.volume / leaf.length(coordinate)
      var index = ends.firstIndex { $0 >= leaf.lower[coordinate] } ?? 0
      while index < means.count, ends[index] < leaf.upper[coordinate] {
        means[index] += weight
        index += 1
      }
    }
    return means.indices.reduce(0) { sum, index in
      let distance = means[index] - mean
      return sum + distance * distance * (ends[index + 1] - ends[index])
    }
  }
}
