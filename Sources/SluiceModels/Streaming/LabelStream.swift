/// A classifier fed with one raw row after another, which gives a label after each.
///
/// The rows are one subject's, or one sequence; another one begins another stream. A model of whole
/// sequences (`window.wholeSequences`) labels the rows so far, and takes no more than its lookback. Apart
/// from the smoothing each label is that of ``ModelBundle/classify(_:)`` over all rows so far. A stream is a value:
/// a copy goes on on its own.
public struct LabelStream: Sendable {
  /// A label given after a row.
  public struct Label: Hashable, Sendable {
    /// The name of the most probable class.
    public var name: String
    /// Its probability.
    public var probability: Float
    /// The probabilities of all classes, in the order of ``LabelStream/classes``.
    public var probabilities: [Float]
  }

  /// The names of the classes.
  public let classes: [String]

  private var stream: ForecastStream
  private let smoothing: Float
  private var smoothed: [Float]?

  /// Begins a stream of a bundle's model.
  ///
  /// - Parameters:
  ///   - bundle: A model that labels.
  ///   - smoothing: How much of the probabilities so far stays at each row, at least 0 and below 1: the
  ///     label is that of their running average, which starts anew after a gap. 0 smooths nothing.
  ///   - mode: How a network computes.
  /// - Throws: ``StreamError``, ``ForecastError``.
  /// - Precondition: `smoothing` lies in its range.
  public init(
    _ bundle: ModelBundle, smoothing: Float = 0, mode: ForecastStream.Mode = .windows
  ) throws {
    precondition(smoothing >= 0 && smoothing < 1, "LabelStream: smoothing \(smoothing)")
    guard let classes = bundle.recipe.classes else { throw ForecastError.noLabels }
    self.classes = classes
    self.smoothing = smoothing
    stream = try ForecastStream(answersOf: bundle, mode: mode)
  }

  /// The columns of a row, in order.
  public var columns: [String] { stream.columns }

  /// Takes in one raw row and returns the label after it.
  ///
  /// - Parameters:
  ///   - row: The values of ``columns``; NaN is missing.
  ///   - time: Microseconds since 1970 UTC; nil only for a model trained without a clock.
  /// - Returns: Nil when the row is dropped or too few rows are known yet.
  /// - Throws: ``StreamError`` for a row that cannot be; the stream stays as it was before it.
  public mutating func push(_ row: [Float], at time: Int64? = nil) throws -> Label? {
    guard let answer = try stream.push(row, at: time) else { return nil }
    if stream.hasBegunStretch { smoothed = nil }
    let probabilities =
      smoothed.map { before in
        zip(before, answer.values).map { smoothing * $0 + (1 - smoothing) * $1 }
      } ?? answer.values
    smoothed = probabilities
    stream.hasBegunStretch = false
    let best = ClassificationMetrics.mostProbable(of: probabilities)
    return Label(
      name: classes[best], probability: probabilities[best], probabilities: probabilities)
  }
}

extension ModelBundle {
  /// Begins a stream of labels: push one raw row, get the label.
  ///
  /// - Throws: As ``LabelStream/init(_:smoothing:mode:)``.
  public func labelStream(
    smoothing: Float = 0, mode: ForecastStream.Mode = .windows
  ) throws -> LabelStream {
    try LabelStream(self, smoothing: smoothing, mode: mode)
  }
}
