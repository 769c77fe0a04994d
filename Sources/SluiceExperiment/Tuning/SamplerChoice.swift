import SluiceTensor
import SluiceTuning

/// A sampler chosen by name, as study files do: `random`, or `{tpe: {startup: 20}}`.
public struct SamplerChoice: Decodable, Sendable {
  /// The sampler.
  public var sampler: any Sampler

  /// Every sampler by its name.
  private static let kinds: KeyValuePairs<String, any (Sampler & Decodable).Type> = [
    "random": RandomSampler.self, "grid": GridSampler.self, "sobol": SobolSampler.self,
    "tpe": TPESampler.self, "gp": GaussianProcessSampler.self, "cmaes": CMAESSampler.self,
    "nsga2": NSGA2Sampler.self, "population": PopulationSampler.self,
  ]

  /// Reads a name, or a map of one name to its settings.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    sampler = try NamedCoding.decode(
      "sampler", from: decoder, names: Self.kinds.map(\.key)
    ) { name, settings in
      let kind = Self.kinds.first { $0.key == name }
      return try kind?.value.init(from: settings) ?? RandomSampler()
    }
  }
}
