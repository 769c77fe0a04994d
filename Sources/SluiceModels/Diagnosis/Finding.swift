/// Something that is wrong with a run, what shows it, and what would cure it.
public struct Finding: Codable, Hashable, Sendable {
  /// What was found.
  public var kind: Kind

  /// How much of the trouble it is likely to be, from 0 to 1: findings are told in this order.
  public var weight: Double

  /// What is wrong, in one plain sentence.
  public var title: String

  /// What was measured that shows it, in plain sentences with numbers.
  public var evidence: String

  /// What may be expected of the cure.
  public var effect: String

  /// What to do; nil where nothing in the experiment file would help.
  public var cure: Cure?

  /// One picture of the evidence; nil where numbers say it all.
  public var picture: Picture?

  /// Creates a finding.
  ///
  /// - Parameter weight: Is cut to the range from 0 to 1.
  public init(
    _ kind: Kind, weight: Double, title: String, evidence: String, effect: String,
    cure: Cure? = nil, picture: Picture? = nil
  ) {
    self.kind = kind
    self.weight = min(max(weight, 0), 1)
    self.title = title
    self.evidence = evidence
    self.effect = effect
    self.cure = cure
    self.picture = picture
  }

  /// The things that can be found.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// The network does not beat the best baseline.
    case noSkill
    /// The forecasts repeat the last reading.
    case copiesLastReading
    /// The forecasts hardly change.
    case nearlyConstant
    /// The target is always the same.
    case constantTarget
    /// An input is always the same.
    case constantInput
    /// A number stands for a missing reading.
    case placeholders
    /// A column knows the target's future.
    case leakingColumn
    /// The test part had a say in training.
    case sharedRows
    /// The forecasts fit the truth of another moment better than their own.
    case shiftedForecasts
    /// The inputs are on scales that a network learns badly from.
    case badScale
    /// Test readings lie outside of what training has seen.
    case outsideTrainingRange
    /// A column changes its unit.
    case changedUnit
    /// A few readings make up most of the error.
    case outliers
    /// Many readings are not readings but were filled in.
    case filledReadings
    /// Windows reach across gaps in the clock.
    case windowsAcrossGaps
    /// The target has a trend or wanders.
    case trend
    /// The season is longer than what the network sees.
    case longSeason
    /// The test part is not like the training part.
    case drift
    /// The network has learnt its training windows by heart.
    case overfitting
    /// Training ended while the network was still learning.
    case stoppedEarly
    /// The network cannot even follow its training windows.
    case underfitting
    /// The validation part says little about the test part.
    case unlikeValidation
    /// The learning rate is too high.
    case highLearningRate
    /// The learning rate is too low.
    case lowLearningRate
    /// The oldest readings of a window do not reach the forecast.
    case shortMemory
    /// Units of a recurrent layer give the same whatever they see.
    case deadUnits
    /// The network has far more parameters than there are independent windows.
    case tooLarge
    /// Accuracy hides that rare classes are not recognised.
    case hiddenClasses
    /// The rows are not in the order of time.
    case shuffledRows
    /// The time stamps are not those of a regular clock.
    case brokenClock
    /// What is left of the truth is not noise.
    case structuredErrors
    /// The result may be luck of the seed.
    case seedNoise
  }
}

/// A change of the experiment that may help.
public struct Cure: Codable, Hashable, Sendable {
  /// What to do, in a plain sentence.
  public var words: String

  /// The keys of the experiment file to change, in order; none where the data must be mended.
  public var changes: [Change]

  /// Creates a cure.
  public init(_ words: String, _ changes: [Change] = []) {
    self.words = words
    self.changes = changes
  }

  /// One key of the experiment file and its new value.
  public struct Change: Codable, Hashable, Sendable {
    /// The key with those above it, such as `training.epochs`.
    public var key: String

    /// The value as YAML.
    public var value: String

    /// Creates a change.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }

    /// `key=value`, as `--set` takes it.
    public var text: String { "\(key)=\(value)" }
  }
}
