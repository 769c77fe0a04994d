import SluiceTensor

/// A pruner chosen by name, as study files do: `median`, or `{hyperband: {maximum: 27}}`.
public struct PrunerChoice: Decodable, Sendable {
  /// The pruner; nil for `none`.
  public var pruner: (any Pruner)?

  private enum PatientKeys: String, CodingKey {
    case patience, minimumChange, pruner
  }

  private enum MedianKeys: String, CodingKey {
    case startup, warmUp
  }

  /// Reads a name, or a map of one name to its settings.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    let names = [
      "none", "median", "percentile", "successiveHalving", "hyperband", "threshold", "patient",
    ]
    pruner = try NamedCoding.decode("pruner", from: decoder, names: names) { name, settings in
      switch name {
      case "none": return nil
      case "median":
        let container = try settings.container(keyedBy: MedianKeys.self)
        return PercentilePruner(
          startup: try container.setting(.startup, default: 5, mustBe: "at least 0") { $0 >= 0 },
          warmUp: try container.setting(.warmUp, default: 0, mustBe: "at least 0") { $0 >= 0 })
      case "percentile": return try PercentilePruner(from: settings)
      case "successiveHalving": return try SuccessiveHalvingPruner(from: settings)
      case "hyperband": return try HyperbandPruner(from: settings)
      case "threshold": return try ThresholdPruner(from: settings)
      default:
        let container = try settings.container(keyedBy: PatientKeys.self)
        return PatientPruner(
          patience: try container.setting(
            .patience, default: nil, mustBe: "at least 0"
          ) { $0 >= 0 },
          minimumChange: try container.setting(
            .minimumChange, default: 0, mustBe: "at least 0"
          ) { $0 >= 0 && $0.isFinite },
          agreeing: try container.decodeIfPresent(PrunerChoice.self, forKey: .pruner)?.pruner)
      }
    }
  }
}
