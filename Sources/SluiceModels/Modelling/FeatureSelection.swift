import SluiceData
import SluiceTensor

/// A rule by which features are left out before a network is trained, not yet applied.
///
/// Each feature and derived column is ranked by what its reading in a window's last row tells about what the
/// network has to learn for the farthest forecast step: the target, or its difference from its reference. Only
/// training windows are looked at. Columns of the calendar are always kept.
///
/// Of labels it is the reading in the last row of a window, or in each row where each has a label, and what it
/// tells about the label.
public struct FeatureSelection: Codable, Hashable, Sendable {
  /// How features are ranked.
  public enum Method: String, Codable, CaseIterable, Sendable {
    /// By the mutual information in nats: any relation counts, straight or not.
    case mutualInformation
    /// By the size of the correlation, from 0 to 1: straight relations count. Of labels by the correlation
    /// ratio: the means of the classes count.
    case correlation
    /// By the share by which the squared error of a ridge on the last fifth of the training windows grows when
    /// the feature's readings there are exchanged at random. Of labels it is the log loss of a logistic
    /// regression on the last fifth of the windows of each class.
    case permutation

    /// The words for a score in messages.
    func words(ofLabels: Bool) -> String {
      switch self {
      case .mutualInformation: "a mutual information"
      case .correlation: ofLabels ? "a correlation ratio" : "a correlation"
      case .permutation: "a permutation importance"
      }
    }
  }

  /// How features are ranked.
  public var method: Method

  /// How many of the best are kept; nil keeps all that reach the threshold.
  public var keep: Int?

  /// The least score that is kept; nil keeps so many of the best.
  public var threshold: Double?

  /// Features whose correlation with one that ranks before them is larger in size are left out as copies of
  /// it; nil keeps them.
  public var copiesAbove: Double?

  /// Creates a rule.
  ///
  /// - Precondition: Exactly one of `keep`, at least 1, and `threshold`, at least 0; `copiesAbove` lies between
  ///   0 and 1.
  public init(
    method: Method = .mutualInformation, keep: Int? = nil, threshold: Double? = nil,
    copiesAbove: Double? = nil
  ) {
    precondition((keep == nil) != (threshold == nil), "FeatureSelection: keep or threshold")
    precondition(keep ?? 1 >= 1 && threshold ?? 0 >= 0, "FeatureSelection: out of range")
    precondition(
      copiesAbove.map { $0 > 0 && $0 < 1 } ?? true,
      "FeatureSelection: copies above \(copiesAbove ?? 0)")
    self.method = method
    self.keep = keep
    self.threshold = threshold
    self.copiesAbove = copiesAbove
  }

  private enum CodingKeys: String, CodingKey { case method, keep, threshold, copiesAbove }

  /// Decodes a rule; the method is the mutual information unless given.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    method = try container.setting(.method, default: .mutualInformation)
    keep = try container.optionalCount(.keep)
    threshold = try container.decodeIfPresent(Double.self, forKey: .threshold)
    copiesAbove = try container.decodeIfPresent(Double.self, forKey: .copiesAbove)
    if (keep == nil) == (threshold == nil) {
      throw DecodingError.dataCorruptedError(
        forKey: .keep, in: container,
        debugDescription:
          "either keep (how many features) or threshold (the least score) must be given")
    }
    if let threshold, !(threshold >= 0 && threshold.isFinite) {
      throw DecodingError.dataCorruptedError(
        forKey: .threshold, in: container,
        debugDescription: "must be at least 0, found \(threshold)")
    }
    if let copiesAbove, !(copiesAbove > 0 && copiesAbove < 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .copiesAbove, in: container,
        debugDescription: "must lie between 0 and 1, found \(copiesAbove)")
    }
  }
}

/// A feature that was left out, and why.
public struct DroppedFeature: Codable, Hashable, Sendable {
  /// Its column.
  public let name: String
  /// Why it was left out, to follow its name.
  public let reason: String
}

/// Why features cannot be selected.
public enum SelectionError: Error, Hashable, CustomStringConvertible {
  /// Not one feature reaches the threshold.
  case nothingLeft(threshold: Double, best: String, score: Double)
  /// Rows without a target cannot say what tells of it.
  case maskedTargets

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .nothingLeft(let threshold, let best, let score):
      return
        "features.select: no feature reaches the threshold \(threshold); the best is \"\(best)\" with "
        + "\(Wording.number(score)): lower the threshold, or give keep."
    case .maskedTargets:
      return
        "features.select: features are not selected yet where missing targets are masked: set "
        + "cleaning.missingTargets to drop, or leave the selection out."
    }
  }
}
