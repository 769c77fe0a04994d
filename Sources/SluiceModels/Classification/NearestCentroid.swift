#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The class whose mean lies nearest, in features with mean 0 and variance 1.
///
/// The probabilities are the softmax of the negative Euclidean distances: a choice, as the method
/// itself has none; they rank the classes but are not calibrated.
///
/// - Source: the classes are scikit-learn's `NearestCentroid` behind a `StandardScaler`.
public struct NearestCentroid: Codable, Hashable, Sendable {
  /// Mean and deviation of each feature.
  private let scale: FeatureScale

  /// The number of classes, `K`.
  public let classes: Int

  /// The classes that occur in training, in order; all others have probability 0.
  public let present: [Int]

  /// The standardised mean of each class that occurs, row-major `[present, D]`.
  public let centroids: [Float]

  /// Measures the training items.
  public init(fittedTo items: LabeledFeatures) {
    scale = FeatureScale(items)
    classes = items.classes
    let (width, totals, present) = (items.width, items.totals, items.present)
    let features = scale.standardized(items.features)
    var sums = [Double](repeating: 0, count: classes * width)
    for (item, label) in items.labels.enumerated() {
      for column in 0..<width {
        sums[label * width + column] += Double(features[item * width + column])
      }
    }
    self.present = present
    centroids = present.flatMap { label in
      sums[label * width..<(label + 1) * width].map { Float($0 / Double(totals[label])) }
    }
  }

  /// Decodes centroids that fit their classes and features.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scale = try container.decode(FeatureScale.self, forKey: .scale)
    classes = try container.decode(Int.self, forKey: .classes)
    present = try container.decode([Int].self, forKey: .present)
    centroids = try container.decode([Float].self, forKey: .centroids)
    try container.check(
      centroids.count, .centroids, scale: scale, classes: classes, present: present)
  }

  /// Always `nearestCentroid`.
  public var name: String { "nearestCentroid" }

  /// The centroids, and mean and deviation of each feature.
  public var parameterCount: Int { centroids.count + 2 * scale.width }

  /// Returns the probabilities of all classes, row-major `[N, K]`.
  ///
  /// - Parameter features: Row-major `[N, D]`, the features that the training items had.
  public func probabilities(features: [Float]) -> [Float] {
    let width = scale.width
    let items = scale.standardized(features)
    var result = [Float](repeating: 0, count: features.count / width * classes)
    for item in 0..<features.count / width {
      let distances = present.indices.map { place in
        var square = 0.0
        for column in 0..<width {
          let distance =
            Double(items[item * width + column]) - Double(centroids[place * width + column])
          square += distance * distance
        }
        return -square.squareRoot()
      }
      for (label, probability) in zip(present, softmax(distances)) {
        result[item * classes + label] = Float(probability)
      }
    }
    return result
  }
}

/// Returns `exp(x) / sum(exp(x))` without overflow.
func softmax(_ values: [Double]) -> [Double] {
  let largest = values.max() ?? 0
  let powers = values.map { exp($0 - largest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}

extension KeyedDecodingContainer {
  /// Throws when the numbers of a classifier that is read do not fit together.
  ///
  /// - Parameters:
  ///   - count: The number of values that there are for each class and feature.
  ///   - key: Where they stand.
  func check(
    _ count: Int, _ key: Key, scale: FeatureScale, classes: Int, present: [Int]
  ) throws {
    let ascends = zip(present, present.dropFirst()).allSatisfy { $0 < $1 }
    guard scale.width > 0, scale.deviations.count == scale.width,
      count == present.count * scale.width, ascends, let first = present.first,
      let last = present.last, first >= 0, last < classes
    else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "\(count) values do not fit the classes \(present) of \(classes) and "
          + "\(scale.width) features")
    }
  }
}
