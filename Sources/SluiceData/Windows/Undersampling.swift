import SluiceTensor

/// Leaves out most training windows of a class that is far too common.
public struct Undersampling: Codable, Hashable, Sendable {
  /// The class whose windows are thinned out.
  public var label: String

  /// The share of its windows that is kept, above 0 and at most 1.
  public var keep: Double

  /// Creates a rule.
  ///
  /// - Precondition: The share is above 0 and at most 1.
  public init(label: String, keep: Double) {
    precondition(keep > 0 && keep <= 1, "Undersampling: a share of \(keep)")
    self.label = label
    self.keep = keep
  }

  private enum CodingKeys: String, CodingKey {
    case label = "class"
    case keep
  }

  /// Decodes a rule: `{class: "0", keep: 0.05}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    label = try container.decode(String.self, forKey: .label)
    keep = try container.setting(.keep, default: nil, mustBe: "above 0 and at most 1") {
      $0 > 0 && $0 <= 1
    }
  }

  /// Returns the windows that are kept, in order: all of other classes, and a share of the class drawn
  /// without putting back; at least one of it.
  ///
  /// - Throws: ``LabelError/noSuchClass(name:key:classes:)``.
  public func applied(
    to windows: Windows, classes: [String], streams: RandomStreams
  ) throws -> Windows {
    guard let number = classes.firstIndex(of: label) else {
      throw LabelError.noSuchClass(
        name: label, key: "training.undersampling.class", classes: classes)
    }
    var common = (0..<windows.count).filter { windows.label($0) == number }
    let kept = min(common.count, max(1, Int((Double(common.count) * keep).rounded())))
    var stream = streams.stream("undersampling")
    // The first steps of a shuffle by Fisher and Yates: each choice is as likely as any other.
    for place in 0..<kept {
      common.swapAt(place, place + stream.below(common.count - place))
    }
    let left = Set(common[kept...])
    return windows.selecting((0..<windows.count).filter { !left.contains($0) })
  }
}
