import SluiceTuning

/// One parameter of a study file: `units: {integer: [32, 128], step: 32, when: {layers: [2, 3]}}`.
struct SearchEntry: Sendable {
  /// The name: one that the experiment mentions as `$name`, or a path of it.
  var name: String

  /// Where it was written.
  var place: ConfigPlace

  /// The values it may take.
  var domain: Hyperparameter.Domain

  /// When it is in play.
  var condition: Hyperparameter.Condition?
}

/// The `search` of a study file, in the order of writing.
struct SearchEntries: Decodable {
  let entries: [SearchEntry]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: PathKey.self)
    let places = (decoder as? NodeDecoder)?.node.entries ?? []
    entries = try container.allKeys.map { key in
      let choice = try container.decode(DomainChoice.self, forKey: key)
      let place = places.first { $0.key == key.stringValue }?.place
      return SearchEntry(
        name: key.stringValue, place: place ?? ConfigPlace(source: "search"),
        domain: choice.domain, condition: choice.condition)
    }
  }

  /// The space of the entries.
  ///
  /// - Throws: ``ConfigError`` at the entry that cannot be searched.
  func space(_ place: ConfigPlace) throws -> SearchSpace {
    do {
      return try SearchSpace(
        entries.map { Hyperparameter($0.name, $0.domain, when: condition(of: $0)) })
    } catch TuningError.badSpace(let name, let reason) {
      let entry = entries.first { $0.name == name }
      throw ConfigError(
        place: entry?.place ?? place, path: ConfigPath(["search"] + (name.map { [$0] } ?? [])),
        problem: .impossible(reason))
    }
  }

  /// The condition of an entry; whole numbers stand for numbers where the earlier one has those.
  private func condition(of entry: SearchEntry) -> Hyperparameter.Condition? {
    guard let condition = entry.condition,
      let earlier = entries.first(where: { $0.name == condition.parameter })
    else { return entry.condition }
    return .init(condition.parameter, isOneOf: condition.values.map(earlier.domain.legal))
  }
}

extension Hyperparameter.Domain {
  /// A value as the domain itself would give it: 1 becomes 1.0 where any number will do.
  func legal(_ value: ParameterValue) -> ParameterValue {
    if case .float = self, let number = value.number { return .double(number) }
    return value
  }
}

/// What stands below the name of a parameter.
private struct DomainChoice: Decodable {
  let domain: Hyperparameter.Domain
  let condition: Hyperparameter.Condition?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case integer, float, choices, step, scale, when
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func refuse(_ key: CodingKeys, _ words: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: words)
    }
    let kinds = [CodingKeys.integer, .float, .choices].filter { container.contains($0) }
    guard let kind = kinds.first, kinds.count == 1 else {
      let found = kinds.map(\.rawValue).joined(separator: " and ")
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "must have one of integer: [low, high], float: [low, high] and "
            + "choices: [a, b], found \(found.isEmpty ? "none" : found)"))
    }
    let scale = try container.decodeIfPresent(Hyperparameter.Domain.Scale.self, forKey: .scale)
    if kind == .choices, container.contains(.step) || scale != nil {
      throw refuse(.choices, "has neither step nor scale: a choice has no order")
    }
    /// The two ends, the smaller first.
    func ends<T: Decodable & Comparable>(_ type: T.Type) throws -> ClosedRange<T> {
      let ends = try container.decode([T].self, forKey: kind)
      guard ends.count == 2 else {
        throw refuse(kind, "must be the lowest and the highest value, found \(ends.count) values")
      }
      guard ends[0] <= ends[1] else {
        throw refuse(kind, "must begin with the lower end, found \(ends[0]) and \(ends[1])")
      }
      return ends[0]...ends[1]
    }
    switch kind {
    case .integer:
      domain = .integer(
        try ends(Int.self), step: try container.decodeIfPresent(Int.self, forKey: .step) ?? 1,
        scale: scale ?? .linear)
    case .float:
      domain = .float(
        try ends(Double.self), step: try container.decodeIfPresent(Double.self, forKey: .step),
        scale: scale ?? .linear)
    default:
      let choices = try container.decode([ScalarChoice].self, forKey: .choices)
      domain = .categorical(choices.map(\.value))
    }
    condition = try container.decodeIfPresent(ConditionChoice.self, forKey: .when)?.condition
  }
}

/// One of some values: what a list or a mapping is not.
private struct ScalarChoice: Decodable {
  let value: ParameterValue

  init(from decoder: any Decoder) throws {
    do {
      value = try ParameterValue(from: decoder)
    } catch {
      let found = (decoder as? NodeDecoder)?.node.received ?? "something else"
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "expected a number, a text or true/false, found \(found)"))
    }
  }
}

/// A condition: `{layers: [2, 3]}` or `{layers: 3}`.
private struct ConditionChoice: Decodable {
  let condition: Hyperparameter.Condition

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: PathKey.self)
    let keys = container.allKeys
    guard let key = keys.first, keys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "must name one earlier parameter with its values, such as "
            + "{layers: [2, 3]}, found \(keys.count) names"))
    }
    let values: [ParameterValue]
    if let one = try? container.decode(ParameterValue.self, forKey: key) {
      values = [one]
    } else {
      values = try container.decode([ScalarChoice].self, forKey: key).map(\.value)
    }
    condition = .init(key.stringValue, isOneOf: values)
  }
}
