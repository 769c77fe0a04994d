/// How well items were labeled, and how well the probabilities tell how sure that is.
///
/// The class that an item is given is the one with the highest probability, the first of several.
/// A value that is not defined, such as the precision of a class that nothing was given, is nil; in
/// macro and weighted means it counts as 0 (scikit-learn's `zero_division=0`).
public struct ClassificationMetrics: Codable, Hashable, Sendable {
  /// A value of each class, summed up in two ways.
  public struct Means: Codable, Hashable, Sendable {
    /// The mean over the classes that occur or were given: each counts alike.
    public let macro: Double

    /// The mean over the items: each class counts by its number of items.
    public let weighted: Double
  }

  /// How well one class was told from all others.
  public struct ClassScores: Codable, Hashable, Sendable {
    /// The name of the class.
    public let name: String

    /// The number of items of this class.
    public let support: Int

    /// The share of the items given this class that are of it; nil when none was given it.
    public let precision: Double?

    /// The share of the items of this class that were given it; nil when there is none.
    public let recall: Double?

    /// The harmonic mean of precision and recall; nil when the class neither occurs nor was given.
    public let f1: Double?

    /// The area under the curve of true against false positives, this class against all others:
    /// how often an item of this class has a higher probability of it than another item; nil when
    /// all items or none are of this class.
    public let rocAUC: Double?

    /// The average precision, a step sum under the curve of precision against recall, this class
    /// against all others; nil when the class does not occur.
    public let prAUC: Double?

    private enum CodingKeys: String, CodingKey {
      case name = "class"
      case support, precision, recall, f1, rocAUC, prAUC
    }
  }

  /// Number of items.
  public let count: Int

  /// The share of items that were given their true class.
  public let accuracy: Double

  /// The mean over the classes that occur of ``ClassScores/recall``: of a class that holds 98 % of
  /// all items no more can be won than of one that holds 2 %.
  public let balancedAccuracy: Double

  /// Precision over all classes.
  public let precision: Means

  /// Recall over all classes.
  public let recall: Means

  /// F1 over all classes.
  public let f1: Means

  /// The area under the receiver's curve: that of the second of two classes, the mean over the
  /// classes of more; nil when no class has one.
  public let rocAUC: Double?

  /// The mean over the classes that occur of ``ClassScores/prAUC``.
  public let prAUC: Double

  /// The mean of `-log(p)` of the true class, in nats; a probability below 2^-23 counts as 2^-23.
  public let logLoss: Double

  /// How far the probabilities of the given classes are from the share of them that is right; see
  /// ``calibrationError(of:isRight:)``.
  public let expectedCalibrationError: Double

  /// Cohen's kappa; nil when truth and predictions are all of one class.
  public let kappa: Double?

  /// The share of items whose true class is among the two most probable; nil for three classes or
  /// fewer.
  public let top2Accuracy: Double?

  /// The share of items whose true class is among the three most probable; nil for three classes or
  /// fewer.
  public let top3Accuracy: Double?

  /// The scores of each class, in the order of the classes.
  public let classes: [ClassScores]

  /// What was taken for what.
  public let confusion: ConfusionMatrix
}
