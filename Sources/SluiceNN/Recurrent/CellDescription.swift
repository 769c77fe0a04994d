import SluiceTensor

/// A recurrent layer of one direction, which differs from the others by its cell alone.
///
/// A new cell is one type that conforms, with its cell and its documentation; what can be set, how it is
/// checked, and its form in files are those of ``CellSettings``.
@dynamicMemberLookup
public protocol CellDescription: RecurrentDescription {
  /// The cell.
  static var cell: RecurrentCell { get }

  /// What can be set; each setting is a property of the layer, too.
  var settings: CellSettings { get set }

  /// Describes a layer.
  init(settings: CellSettings)
}

/// What can be set in a layer of any cell.
public struct CellSettings: Codable, Hashable, Sendable {
  /// The number of units, `H`.
  public var hiddenSize: Int
  /// Whether the output has all steps, or the last one only.
  public var returnsSequences: Bool
  /// The share of the state that is dropped on its way to the next step, one mask a sequence.
  public var recurrentDropout: Float
  /// Whether the layer goes from the last step to the first; outputs stay at their steps.
  public var goesBackwards: Bool

  /// Creates settings.
  ///
  /// - Precondition: `hiddenSize` is at least 1, `recurrentDropout` lies in [0, 1).
  public init(
    _ hiddenSize: Int, returnsSequences: Bool = false, recurrentDropout: Float = 0,
    goesBackwards: Bool = false
  ) {
    precondition(hiddenSize >= 1, "a recurrent layer's hiddenSize is at least 1, got \(hiddenSize)")
    precondition(
      recurrentDropout >= 0 && recurrentDropout < 1,
      "a recurrent layer's recurrentDropout lies in [0, 1), got \(recurrentDropout)")
    self.hiddenSize = hiddenSize
    self.returnsSequences = returnsSequences
    self.recurrentDropout = recurrentDropout
    self.goesBackwards = goesBackwards
  }

  /// Reads settings; `hiddenSize` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    hiddenSize = try container.count(.hiddenSize)
    returnsSequences = try container.setting(.returnsSequences, default: false)
    recurrentDropout = try container.dropoutRate(.recurrentDropout, default: 0)
    goesBackwards = try container.setting(.goesBackwards, default: false)
  }
}

extension CellDescription {
  /// Describes a layer.
  ///
  /// - Precondition: `hiddenSize` is at least 1, `recurrentDropout` lies in [0, 1).
  public init(
    _ hiddenSize: Int, returnsSequences: Bool = false, recurrentDropout: Float = 0,
    goesBackwards: Bool = false
  ) {
    self.init(
      settings: CellSettings(
        hiddenSize, returnsSequences: returnsSequences, recurrentDropout: recurrentDropout,
        goesBackwards: goesBackwards))
  }

  /// One of the settings, such as `hiddenSize`.
  public subscript<Value>(dynamicMember setting: WritableKeyPath<CellSettings, Value>) -> Value {
    get { settings[keyPath: setting] }
    set { settings[keyPath: setting] = newValue }
  }

  /// Reads the settings; `hiddenSize` must be there.
  public init(from decoder: any Decoder) throws {
    self.init(settings: try CellSettings(from: decoder))
  }

  /// Writes the settings, without a level of their own.
  public func encode(to encoder: any Encoder) throws { try settings.encode(to: encoder) }

  /// The layer in the terms of the operation that runs it.
  public var recurrentLayer: RecurrentLayer {
    RecurrentLayer(
      Self.cell, hiddenSize: settings.hiddenSize,
      direction: settings.goesBackwards ? .backward : .forward,
      returnsSequences: settings.returnsSequences, recurrentDropout: settings.recurrentDropout)
  }
}
