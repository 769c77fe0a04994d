import SluiceTensor

/// How a window gets its label from the labels of its rows.
public struct LabelOptions: Codable, Hashable, Sendable {
  /// Which of a window's labels counts.
  public enum Rule: String, Codable, Hashable, Sendable, CaseIterable {
    /// The label of the last row.
    case last
    /// The label of most rows; of two with as many, the one that was seen last.
    case majority
    /// The label that comes last in the order of the classes.
    case maximum
    /// The last label in the window that is not ``LabelOptions/background``.
    case any
  }

  /// Which of a window's labels counts.
  public var rule: Rule

  /// The class that means that nothing of interest happens; the rule `any` needs it.
  public var background: String?

  /// Whether a window may hold rows of several labels; otherwise it ends where the label changes.
  public var crossesChanges: Bool

  /// Whether each step of a window is labeled, rather than the window as a whole.
  public var everyStep: Bool

  /// The classes whose rows are left out, as if there were a gap.
  public var without: [String]

  /// Creates a rule.
  public init(
    rule: Rule = .last, background: String? = nil, crossesChanges: Bool = false,
    everyStep: Bool = false, without: [String] = []
  ) {
    self.rule = rule
    self.background = background
    self.crossesChanges = crossesChanges
    self.everyStep = everyStep
    self.without = without
  }

  /// Decodes a rule; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rule = try container.setting(.rule, default: .last)
    background = try container.decodeIfPresent(String.self, forKey: .background)
    crossesChanges = try container.setting(.crossesChanges, default: false)
    everyStep = try container.setting(.everyStep, default: false)
    without = try container.setting(.without, default: [])
    if rule == .any, background == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container,
        debugDescription: "any needs label.background beside it: the class that does not count")
    }
    if everyStep, rule != .last {
      throw DecodingError.dataCorruptedError(
        forKey: .rule, in: container,
        debugDescription: "must not stand beside label.everyStep, where each row has its own label")
    }
  }

  /// Returns the class of a window from the classes of its rows.
  ///
  /// - Parameters:
  ///   - classes: The class of each row, at least one, earliest first.
  ///   - background: The number of ``background`` among the classes.
  func label(of classes: some BidirectionalCollection<Int>, background: Int?) -> Int {
    guard let last = classes.last else { preconditionFailure("LabelOptions: an empty window") }
    switch rule {
    case .last: return last
    case .maximum: return classes.max() ?? last
    case .any: return classes.last { $0 != background } ?? last
    case .majority:
      var counts: [Int: Int] = [:]
      for number in classes { counts[number, default: 0] += 1 }
      let most = counts.values.max() ?? 0
      return classes.last { counts[$0] == most } ?? last
    }
  }
}
