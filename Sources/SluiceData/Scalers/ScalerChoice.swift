import SluiceTensor

/// A scaler chosen by name, as experiment files do.
///
/// It is written as a name, `standard`, or with settings, `{minMax: {lower: -1, upper: 1}}`.
public enum ScalerChoice: Hashable, Sendable {
  /// ``NoScaler``.
  case none
  /// ``MinMaxScaler``.
  case minMax(MinMaxScaler = MinMaxScaler())
  /// ``StandardScaler``.
  case standard
  /// ``RobustScaler``.
  case robust(RobustScaler = RobustScaler())

  /// The scaler of this choice.
  public var scaler: any Scaler {
    switch self {
    case .none: NoScaler()
    case .minMax(let scaler): scaler
    case .standard: StandardScaler()
    case .robust(let scaler): scaler
    }
  }
}

extension ScalerChoice: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case none, minMax, standard, robust
  }

  /// Decodes a name, or a map of one name to its settings.
  public init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      switch CodingKeys(rawValue: name) {
      case .some(.none): self = .none
      case .minMax: self = .minMax()
      case .standard: self = .standard
      case .robust: self = .robust()
      case nil:
        let names = CodingKeys.allCases.map(\.rawValue)
        let hint = Spelling.nearest(to: name, in: names).map { "; did you mean \($0)?" } ?? ""
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription:
              "must be one of \(names.joined(separator: ", ")), found \"\(name)\"\(hint)"))
      }
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.minMax) {
      self = .minMax(try container.decode(MinMaxScaler.self, forKey: .minMax))
    } else if container.contains(.robust) {
      self = .robust(try container.decode(RobustScaler.self, forKey: .robust))
    } else if container.contains(.standard) {
      self = .standard
    } else {
      self = .none
    }
  }

  /// Encodes the name, with its settings where there are any.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .none, .standard:
      var container = encoder.singleValueContainer()
      try container.encode(type(of: scaler).name)
    case .minMax(let scaler):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(scaler, forKey: .minMax)
    case .robust(let scaler):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(scaler, forKey: .robust)
    }
  }
}
