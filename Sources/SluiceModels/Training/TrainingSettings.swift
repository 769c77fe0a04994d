import SluiceData
import SluiceNN
import SluiceTensor

/// How a network is trained: everything but the network, the data and the seed.
public struct TrainingSettings: Codable, Hashable, Sendable {
  /// What is made small.
  public var loss: Loss

  /// The rule that changes the weights, with its base learning rate.
  public var optimizer: Optimizer

  /// How the learning rate changes over time.
  public var schedule: Schedule

  /// Number of windows in one step, at least 1; the last batch of an epoch may be smaller.
  public var batchSize: Int

  /// Number of passes over the training windows at most, at least 1.
  public var epochs: Int

  /// Number of epochs without an improvement after which training stops, at least 1; nil: never.
  public var patience: Int?

  /// By how much the watched loss must fall to count as an improvement, at least 0.
  public var minimumChange: Double

  /// The loss that is watched.
  public var monitor: EarlyStopping.Monitor

  /// The first epoch that is judged, counted from 1; at most ``epochs``.
  public var startEpoch: Int

  /// Whether the weights of the best epoch are kept rather than those of the last.
  public var restoreBest: Bool

  /// Whether each epoch visits the windows in an order of its own.
  public var shuffle: Bool

  /// How gradients that are too large are cut; nil leaves them.
  public var clipping: GradientClipping?

  /// Prices on large weights.
  ///
  /// They act on the gradients; the losses in the history are without them.
  public var penalties: [WeightPenalty]

  /// Number of batches whose gradients are gathered for one update, at least 1.
  public var accumulation: Int

  /// How much of the running average of the weights stays at each update, in (0, 1).
  ///
  /// With an average, validation and the final network use it instead of the weights themselves. It
  /// begins with the first weights, as in Keras. Nil takes no average.
  public var emaDecay: Double?

  /// How much each class counts in the loss; nil when every window counts alike.
  ///
  /// For labels only. The validation loss is without them.
  public var classWeights: ClassWeights?

  /// A class of which most training windows are left out; nil leaves out none.
  ///
  /// For labels only.
  public var undersampling: Undersampling?

  /// How the sensors of training windows are turned at random, anew in each epoch; nil leaves them.
  ///
  /// For labels only. The loss of training is that of the turned windows; validation and test are as they
  /// were read.
  public var rotation: SensorRotation?

  /// Creates settings.
  public init(
    loss: Loss = .mse, optimizer: Optimizer = .adam(), schedule: Schedule = .constant,
    batchSize: Int = 32, epochs: Int = 100, patience: Int? = 10, minimumChange: Double = 0,
    monitor: EarlyStopping.Monitor = .validationLoss, startEpoch: Int = 1,
    restoreBest: Bool = true, shuffle: Bool = true, clipping: GradientClipping? = nil,
    penalties: [WeightPenalty] = [], accumulation: Int = 1, emaDecay: Double? = nil,
    classWeights: ClassWeights? = nil, undersampling: Undersampling? = nil,
    rotation: SensorRotation? = nil
  ) {
    self.loss = loss
    self.optimizer = optimizer
    self.schedule = schedule
    self.batchSize = batchSize
    self.epochs = epochs
    self.patience = patience
    self.minimumChange = minimumChange
    self.monitor = monitor
    self.startEpoch = startEpoch
    self.restoreBest = restoreBest
    self.shuffle = shuffle
    self.clipping = clipping
    self.penalties = penalties
    self.accumulation = accumulation
    self.emaDecay = emaDecay
    self.classWeights = classWeights
    self.undersampling = undersampling
    self.rotation = rotation
  }

  private enum CodingKeys: String, CodingKey {
    case loss, optimizer, schedule, batchSize, epochs, patience, minimumChange, monitor, startEpoch
    case restoreBest, shuffle, clipping, penalties, accumulation, emaDecay
    case classWeights, undersampling, rotation
  }

  /// Decodes settings; keys that are absent take their defaults, and `patience: null` means never.
  ///
  /// - Throws: `DecodingError` for a value outside its range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let usual = TrainingSettings()
    loss = try container.setting(.loss, default: usual.loss)
    optimizer = try container.setting(.optimizer, default: usual.optimizer)
    schedule = try container.setting(.schedule, default: usual.schedule)
    batchSize = try container.count(.batchSize, default: usual.batchSize)
    epochs = try container.count(.epochs, default: usual.epochs)
    patience = usual.patience
    if container.contains(.patience) {
      let isNever = try container.decodeNil(forKey: .patience)
      patience = isNever ? nil : try container.count(.patience)
    }
    minimumChange = try container.setting(
      .minimumChange, default: usual.minimumChange, mustBe: "at least 0"
    ) { $0 >= 0 && $0.isFinite }
    monitor = try container.setting(.monitor, default: usual.monitor)
    startEpoch = try container.count(.startEpoch, default: usual.startEpoch)
    if startEpoch > epochs {
      throw DecodingError.dataCorruptedError(
        forKey: .startEpoch, in: container,
        debugDescription: "must be at most the number of epochs (\(epochs)), found \(startEpoch)")
    }
    restoreBest = try container.setting(.restoreBest, default: usual.restoreBest)
    shuffle = try container.setting(.shuffle, default: usual.shuffle)
    clipping = try container.decodeIfPresent(GradientClipping.self, forKey: .clipping)
    penalties = try container.setting(.penalties, default: usual.penalties)
    accumulation = try container.count(.accumulation, default: usual.accumulation)
    emaDecay = try container.decodeIfPresent(Double.self, forKey: .emaDecay)
    if let emaDecay, !(emaDecay > 0 && emaDecay < 1) {
      throw DecodingError.dataCorruptedError(
        forKey: .emaDecay, in: container,
        debugDescription: "must be above 0 and below 1, found \(emaDecay)")
    }
    classWeights = try container.decodeIfPresent(ClassWeights.self, forKey: .classWeights)
    undersampling = try container.decodeIfPresent(Undersampling.self, forKey: .undersampling)
    rotation = try container.decodeIfPresent(SensorRotation.self, forKey: .rotation)
  }

  /// Encodes all settings, `null` where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(loss, forKey: .loss)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(epochs, forKey: .epochs)
    // Spelled out, because an absent patience takes the default, which is not "never".
    try container.encode(patience, forKey: .patience)
    try container.encode(minimumChange, forKey: .minimumChange)
    try container.encode(monitor, forKey: .monitor)
    try container.encode(startEpoch, forKey: .startEpoch)
    try container.encode(restoreBest, forKey: .restoreBest)
    try container.encode(shuffle, forKey: .shuffle)
    try container.encodeIfPresent(clipping, forKey: .clipping)
    try container.encode(penalties, forKey: .penalties)
    try container.encode(accumulation, forKey: .accumulation)
    try container.encodeIfPresent(emaDecay, forKey: .emaDecay)
    try container.encodeIfPresent(classWeights, forKey: .classWeights)
    try container.encodeIfPresent(undersampling, forKey: .undersampling)
    try container.encodeIfPresent(rotation, forKey: .rotation)
  }

  /// The rule by which epochs are judged.
  var earlyStopping: EarlyStopping {
    EarlyStopping(
      monitor: monitor, patience: patience, minimumChange: minimumChange, startEpoch: startEpoch)
  }
}
