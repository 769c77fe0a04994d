#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One number that makes a classifier as sure as it is right: all logits are divided by it.
///
/// The order of the classes stays, and with it the class that is given; only the probabilities move
/// apart (below 1) or together (above 1).
///
/// - Source: Guo et al. 2017, <https://proceedings.mlr.press/v70/guo17a.html>.
public struct TemperatureScaling: Codable, Hashable, Sendable {
  /// What the logits are divided by, from 0.01 to 100.
  public let temperature: Double

  /// The temperatures that may be found: where all validation items are right, or none, the log loss
  /// has no minimum, and the end of the range stands for it.
  public static let range = 0.01...100.0

  /// Creates a scaling by a known temperature.
  ///
  /// - Precondition: The temperature lies in ``range``.
  public init(temperature: Double) {
    precondition(
      Self.range.contains(temperature), "TemperatureScaling: temperature \(temperature)")
    self.temperature = temperature
  }

  /// Finds the temperature with the lowest log loss on validation items.
  ///
  /// The log loss is convex in `1 / temperature`; Newton's steps are taken inside a bracket that is
  /// halved where they would leave it.
  ///
  /// - Parameters:
  ///   - logits: Row-major `[N, outputs]`, finite.
  ///   - labels: The class of each item, `[N]`, at least one: below `outputs`; 0 or 1 where the network
  ///     has one output.
  ///   - outputs: The number of logits of an item: one a class, or 1 for the logit of the second of
  ///     two classes.
  public init(logits: [Float], labels: [Int], outputs: Int) {
    let classes = max(outputs, 2)
    precondition(
      outputs > 0 && !labels.isEmpty && logits.count == labels.count * outputs
        && labels.allSatisfy { (0..<classes).contains($0) },
      "TemperatureScaling: \(logits.count) logits for \(labels.count) items of \(outputs) outputs")
    let rows = labels.indices.map { Self.row($0, of: logits, outputs: outputs) }
    var (low, high) = (1 / Self.range.upperBound, 1 / Self.range.lowerBound)
    var inverse = 1.0
    for _ in 0..<200 {
      let (slope, curvature) = Self.derivatives(rows, labels, at: inverse)
      if slope > 0 { high = inverse } else { low = inverse }
      var next = inverse - slope / curvature
      // False for a curvature of 0 too.
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - inverse) <= 1e-12 * inverse || high - low <= 1e-12 * high { break }
      inverse = next
    }
    temperature = min(max(1 / inverse, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Decodes a temperature in ``range``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    temperature = try container.decode(Double.self, forKey: .temperature)
    guard Self.range.contains(temperature) else {
      throw DecodingError.dataCorruptedError(
        forKey: .temperature, in: container,
        debugDescription: "must be from 0.01 to 100, found \(temperature)")
    }
  }

  /// Returns the probabilities of all classes, row-major `[N, K]`, two classes for one output.
  ///
  /// - Parameters:
  ///   - logits: Row-major `[N, outputs]`.
  ///   - outputs: The number of logits of an item; 1 for the logit of the second of two classes.
  public func probabilities(logits: [Float], outputs: Int) -> [Float] {
    precondition(
      outputs > 0 && logits.count % outputs == 0,
      "TemperatureScaling: \(logits.count) logits of \(outputs) outputs")
    return (0..<logits.count / outputs).flatMap { item in
      let row = Self.row(item, of: logits, outputs: outputs)
      var result = softmax(row.map { $0 / temperature }).map { Float($0) }
      // Logits that differ in their last digit may end as equal probabilities, of which the first
      // would be given.
      let winner = row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
      if let tied = result[..<winner].max(), tied >= result[winner] {
        result[winner] = tied.nextUp
      }
      return result
    }
  }

  /// The logits of one item, one a class.
  private static func row(_ item: Int, of logits: [Float], outputs: Int) -> [Double] {
    outputs == 1
      ? [0, Double(logits[item])]
      : logits[item * outputs..<(item + 1) * outputs].map { Double($0) }
  }

  /// First and second derivative of the summed log loss by the inverse temperature.
  private static func derivatives(
    _ rows: [[Double]], _ labels: [Int], at inverse: Double
  ) -> (slope: Double, curvature: Double) {
    var (slope, curvature) = (0.0, 0.0)
    for (row, label) in zip(rows, labels) {
      let probabilities = softmax(row.map { $0 * inverse })
      let mean = zip(row, probabilities).reduce(0) { $0 + $1.0 * $1.1 }
      slope += mean - row[label]
      curvature += zip(row, probabilities).reduce(0) {
        $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
      }
    }
    return (slope, curvature)
  }
}
