import SluiceData
import SluiceTensor

/// Rolling-origin folds of the training part, over which a trial is judged.
public struct FoldChoice: Codable, Hashable, Sendable {
  /// What each fold trains on.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// All rows before its validation rows.
    case expanding
    /// As many rows as the first fold has.
    case sliding
  }

  /// The number of folds, at least 2.
  public var count: Int

  /// What each fold trains on.
  public var kind: Kind

  /// Creates a choice.
  public init(count: Int, kind: Kind = .expanding) {
    self.count = count
    self.kind = kind
  }

  /// Decodes a choice; `kind` is `expanding` unless given.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.setting(.count, default: nil, mustBe: "at least 2") { $0 >= 2 }
    kind = try container.decodeIfPresent(Kind.self, forKey: .kind) ?? .expanding
  }

  /// Returns the folds of some training rows, earliest first.
  ///
  /// - Throws: `SplitError` when there are too few rows.
  func splits(of training: TrainingPart) throws -> [Split] {
    let rows = training.series
    let block = rows.count / (count + 1)
    return try RollingOrigin(
      folds: count, testRows: max(block, 1),
      trainRows: kind == .sliding ? rows.count - count * block : nil
    ).splits(of: rows)
  }
}
