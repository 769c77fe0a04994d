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
    /// What the answer loses with each block of readings.
    case occlusion
  }

  /// The window that shares are counted from.
  public enum Baseline: String, CaseIterable, Sendable {
    /// Zeros in scaled units.
    case zeros
    /// The mean of each input over the background windows.
    case mean
  }

  /// What is taken away together by the methods that take readings away.
  public enum Grouping: String, CaseIterable, Sendable {
    /// Each reading by itself.
    case cells
    /// All readings of an input.
    case inputs
    /// All readings of a step.
    case steps
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
  public var baseline = Baseline.zeros
  /// What is taken away together; nil leaves it to the method: inputs for Shapley values, for which
  /// cells would be many players, and cells for occlusion.
  public var grouping: Grouping?
  /// What classes are scored by.
  public var classScore = ClassScore.probability
  /// Whether shares of derived columns go to the columns that they come from.
  public var sumsSources = false
  /// The input whose other readings are tried out; nil takes the one that counts most.
  public var sweep: Sweep?
  /// Whether to look beyond the shares: how far they can be trusted, what the model loses without an
  /// input, what other readings would do, and what goes on inside the network.
  public var isThorough = true
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

  /// The method with its settings.
  ///
  /// - Parameters:
  ///   - background: Scaled windows `[M, T, F]` that show how windows usually look.
  ///   - hasGradient: Whether the model has one.
  func attributionMethod(background: Tensor, hasGradient: Bool) -> any AttributionMethod {
    let random = RandomStreams(seed: seed)
    let start: BaselineWindow =
      switch baseline {
      case .zeros: .zeros
      case .mean: .mean(of: background)
      }
    switch method ?? (hasGradient ? .integratedGradients : .occlusion) {
    case .saliency: return Saliency()
    case .inputTimesGradient: return InputTimesGradient()
    case .integratedGradients: return IntegratedGradients(baseline: start)
    case .smoothGrad: return SmoothGrad(background: background, random: random)
    case .expectedGradients: return ExpectedGradients(background: background, random: random)
    case .kernelSHAP:
      return Shapley(
        players(.inputs), estimator: .kernel(), background: .one(start), random: random)
    case .permutationShapley:
      return Shapley(
        players(.inputs), estimator: .permutations(), background: .one(start), random: random)
    case .occlusion: return Occlusion(background: .one(start))
    }
  }

  private func players(_ usual: PlayerGrouping) -> PlayerGrouping {
    switch grouping {
    case .cells: .cells
    case .inputs: .inputs
    case .steps: .events
    case nil: usual
    }
  }
}
