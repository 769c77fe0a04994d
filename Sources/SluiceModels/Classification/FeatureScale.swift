/// Mean and standard deviation of each feature of the training items, to make them comparable.
struct FeatureScale: Codable, Hashable, Sendable {
  /// The mean of each feature, `[D]`.
  let means: [Float]

  /// The standard deviation (over `N`) of each feature, `[D]`; 1 for one that is constant.
  let deviations: [Float]

  /// Measures the training items.
  init(_ items: LabeledFeatures) {
    let (width, count) = (items.width, Double(items.count))
    var sums = [Double](repeating: 0, count: width)
    for item in 0..<items.count {
      for column in 0..<width { sums[column] += Double(items.features[item * width + column]) }
    }
    let means = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: width)
    for item in 0..<items.count {
      for column in 0..<width {
        let distance = Double(items.features[item * width + column]) - means[column]
        squares[column] += distance * distance
      }
    }
    self.means = means.map { Float($0) }
    deviations = zip(squares, means).map { square, mean in
      let deviation = (square / count).squareRoot()
      // Below the resolution of single precision a difference is rounding.
      return deviation > abs(mean) * 1e-7 ? Float(deviation) : 1
    }
  }

  /// Number of features, `D`.
  var width: Int { means.count }

  /// Returns features less their mean, over their deviation, row-major `[N, D]`.
  ///
  /// - Precondition: `D` features for each item.
  func standardized(_ features: [Float]) -> [Float] {
    precondition(
      features.count % width == 0, "FeatureScale: \(features.count) features, \(width) an item")
    var result = features
    for start in stride(from: 0, to: features.count, by: width) {
      for column in 0..<width {
        result[start + column] = (features[start + column] - means[column]) / deviations[column]
      }
    }
    return result
  }
}
