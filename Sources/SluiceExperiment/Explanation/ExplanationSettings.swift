import SluiceExplain
import SluiceTensor

/// What `sluice explain` is asked for.
public struct ExplanationSettings: Sendable {
  /// How answers are shared out over the readings.
  public enum Method: String, CaseIterable, Sendable {
    /// The size of the derivative by each reading.
    case saliency
    /// Each scaled reading times the derivative by it.
    case inputTimesGradient = "input-x-gradient"
    /// The gradient gathered on the way from a baseline.
    case integratedGradients = "integrated-gradients"
    /// The mean gradient around each window.
    case smoothGrad = "smooth-grad"
    /// Integrated gradients averaged over background windows.
    case expectedGradients = "expected-gradients"
    /// Shapley values by regression on coalitions.
    case kernelSHAP = "kernel-shap"
    /// Shapley values by random orders.
    case permutationShapley = "permutation-shapley"
    /// Shapley values from all coalitions of up to 16 players.
    case exactShapley = "exact-shapley"
    /// What the answer loses with each block of readings.
    case occlusion

    /// Whether shares are Shapley values.
    var isShapley: Bool {
      switch self {
      case .kernelSHAP, .permutationShapley, .exactShapley: true
      default: false
      }
    }

    /// Whether shares are counted from one baseline window that can be chosen.
    var hasBaseline: Bool { isShapley || self == .integratedGradients || self == .occlusion }
  }

  /// The window that shares are counted from.
  public enum Baseline: Hashable, Sendable {
    /// Zeros in scaled units: the training means under scaling `standard`, and under other scalings
    /// whatever the scaler makes zero, such as the smallest reading.
    case zeros
    /// The mean of each input over the background windows, under any scaling.
    case mean
    /// The window of a file of readings: its last lookback rows.
    case window(String)
  }

  /// What is taken away together by the methods that take readings away.
  public enum Grouping: String, CaseIterable, Sendable {
    /// Each reading by itself.
    case cells
    /// All readings of an input.
    case inputs
    /// All readings of a step.
    case steps
    /// The readings of an input over some successive steps.
    case blocks
  }

  /// Which answers are explained.
  public enum Answers: Hashable, Sendable {
    /// The farthest step, or for each window the class that it is given.
    case one
    /// All steps, or all classes.
    case all
    /// The forecast some rows ahead.
    case step(Int)
    /// The score of a class.
    case label(String)
  }

  /// How answers are shared out over the readings; nil takes integrated gradients, and occlusion for a
  /// model without a gradient.
  public var method: Method?
  /// Which answers are explained.
  public var answers = Answers.one
  /// The moment at or after the last reading of the window that is looked at closely; nil takes the last
  /// window.
  public var moment: Moment?
  /// How many windows are explained, evenly spread; at least 1.
  public var windows = 200
  /// The window that shares are counted from.
  ///
  /// Nil takes the mean, which is a usual window under any scaling. Methods without one refuse a choice.
  public var baseline: Baseline?
  /// What is taken away together; nil leaves it to the method: inputs for Shapley values, for which
  /// cells would be many players, and cells for occlusion.
  public var grouping: Grouping?
  /// How many steps a block has, at least 1; nil takes 4.
  ///
  /// Only for players that are blocks.
  public var block: Int?
  /// The tolerance below which old steps are one player, in units of the answers; nil joins none.
  ///
  /// Only for Shapley values.
  public var pruning: Double?
  /// How many points integrated gradients take at first; nil takes 64.
  public var points: Int?
  /// Where these points lie; nil takes Gauss and Legendre's places.
  public var rule: PathRule?
  /// The gap that integrated gradients accept, as a share of the sum of the shares' sizes; nil takes 0.001.
  public var tolerance: Double?
  /// How many samples are drawn: noisy copies (smooth-grad), points (expected-gradients), coalitions
  /// (kernel-shap) or orders (permutation-shapley); nil leaves it to the method.
  public var samples: Int?
  /// What classes are scored by; nil takes probabilities.
  ///
  /// Refused for forecasts.
  public var classScore: ClassScore?
  /// Whether shares of derived columns go to the columns that they come from.
  public var sumsSources = false
  /// The input whose other readings are tried out; nil takes the one that counts most.
  public var sweep: Sweep?
  /// Whether to look beyond the shares: what the model loses without an input, what other readings would
  /// do, and what goes on inside the network.
  public var isThorough = true
  /// On how many windows it is looked into how far the shares can be trusted; 0 leaves it out.
  public var trustWindows = 16
  /// The seed of all random draws.
  public var seed: UInt64 = 1

  /// The readings that are tried out with other values.
  public struct Sweep: Hashable, Sendable {
    /// The name of the input.
    public var input: String
    /// How many rows before the last one; nil for all rows.
    public var rowsBack: Int?

    /// Creates a choice of readings.
    public init(_ input: String, rowsBack: Int? = nil) {
      self.input = input
      self.rowsBack = rowsBack
    }
  }

  /// The settings that hold unless others are given.
  public init() {}

  /// The method that was asked for; without one, integrated gradients where the model has a gradient, else
  /// occlusion.
  func method(hasGradient: Bool) -> Method {
    method ?? (hasGradient ? .integratedGradients : .occlusion)
  }
}
