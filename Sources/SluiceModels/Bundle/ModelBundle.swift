import SluiceData
import SluiceNN

/// A model with the whole way from raw rows to forecasts in the target's own units, or to labels: one
/// file.
///
/// It holds columns, cleaning, fitted scalers, window, architecture, weights, results, seed and a
/// fingerprint of the training rows, never the rows themselves. Equal runs give equal bytes: no
/// clock time and no measured duration is in it.
public struct ModelBundle: Sendable {
  /// What forecasts or labels.
  public enum Model: Sendable {
    /// A trained network.
    case network(Network)
    /// A baseline that no network has beaten.
    case baseline(Baseline)

    /// The model as one that answers for frames.
    public var windowModel: any WindowModel {
      switch self {
      case .network(let network): NetworkModel(network)
      case .baseline(let baseline): baseline
      }
    }
  }

  /// What forecasts or labels.
  public var model: Model

  /// The way from raw rows to the model's inputs, and back from its outputs.
  public var recipe: FittedRecipe

  /// How the file of the training rows was read; nil when they came from elsewhere.
  public var reader: ReaderOptions?

  /// The fitted baselines, which evaluation on other rows compares with; nil when none were fitted.
  public var baselines: FittedBaselines?

  /// What was measured when the model was made; nil when nothing was.
  public var results: Results?

  /// The seed of the run.
  public var seed: UInt64

  /// The fingerprint of the training rows, see `Series.fingerprint`; nil when not taken.
  public var dataFingerprint: String?

  /// The target's unit, such as "kW"; nil where none was given, and in bundles of older versions.
  public var unit: String?

  /// The version of Sluice that saved the bundle.
  public internal(set) var sluiceVersion = SluiceVersion.current

  /// Creates a bundle.
  public init(
    model: Model, recipe: FittedRecipe, reader: ReaderOptions? = nil,
    baselines: FittedBaselines? = nil, results: Results? = nil, seed: UInt64,
    dataFingerprint: String? = nil, unit: String? = nil
  ) {
    self.model = model
    self.recipe = recipe
    self.reader = reader
    self.baselines = baselines
    self.results = results
    self.seed = seed
    self.dataFingerprint = dataFingerprint
    self.unit = unit
  }
}
