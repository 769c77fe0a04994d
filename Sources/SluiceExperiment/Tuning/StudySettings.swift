import SluiceData
import SluiceTensor
import SluiceTuning

/// The keys of a study file, before they are put together.
struct StudySettings: Decodable {
  var name: String
  var experiment: ConfigNode
  var search: SearchEntries
  var sampler: any Sampler
  var pruner: (any Pruner)?
  var objectives: [ObjectiveKind]
  var budget: StudyBudget
  var generation: Int?
  var folds: FoldChoice?
  var seeds: Int
  var keep: Int
  var seed: UInt64
  var initial: [Hyperparameters]

  private enum CodingKeys: String, CodingKey {
    case name, experiment, search, sampler, pruner, objective, budget, generation, folds, seeds
    case keep, seed, initial
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    experiment = try container.decode(VerbatimNode.self, forKey: .experiment).node
    search = try container.decode(SearchEntries.self, forKey: .search)
    sampler =
      try container.decodeIfPresent(SamplerChoice.self, forKey: .sampler)?.sampler
      ?? RandomSampler()
    pruner = try container.decodeIfPresent(PrunerChoice.self, forKey: .pruner)?.pruner
    objectives = [.validationLoss]
    if container.contains(.objective) {
      objectives = try container.decode(OneOrMore<ObjectiveKind>.self, forKey: .objective).values
    }
    budget = try container.decode(BudgetChoice.self, forKey: .budget).budget
    generation = 4
    if container.contains(.generation) {
      generation = try container.decode(GenerationChoice.self, forKey: .generation).size
    }
    folds = try container.decodeIfPresent(FoldChoice.self, forKey: .folds)
    seeds = try container.count(.seeds, default: 1)
    keep = try container.count(.keep, default: 3)
    seed = try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1
    initial = try container.decodeIfPresent([Hyperparameters].self, forKey: .initial) ?? []
  }
}

/// A part of the file as it is written, for whoever reads it later.
private struct VerbatimNode: Decodable {
  let node: ConfigNode

  init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? NodeDecoder else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "can only be read from a file"))
    }
    node = decoder.node
  }
}

/// One value, or a list of them.
private struct OneOrMore<Value: Decodable>: Decodable {
  let values: [Value]

  init(from decoder: any Decoder) throws {
    if (decoder as? NodeDecoder)?.node.elements != nil {
      values = try [Value](from: decoder)
    } else {
      values = [try decoder.singleValueContainer().decode(Value.self)]
    }
  }
}

/// How many trials are proposed at once: a number, or `asynchronous`.
private struct GenerationChoice: Decodable {
  let size: Int?

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if (try? container.decode(String.self)) == "asynchronous" {
      size = nil
      return
    }
    guard let number = try? container.decode(Int.self), number >= 1 else {
      let found = (decoder as? NodeDecoder)?.node.received ?? "something else"
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "must be a number of trials, at least 1, or asynchronous; found \(found)")
    }
    size = number
  }
}

/// What a study may spend: `{trials: 30, time: 3 min, patience: 20}`.
private struct BudgetChoice: Decodable {
  let budget: StudyBudget

  private enum CodingKeys: String, CodingKey { case trials, time, patience }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let trials = try container.optionalCount(.trials)
    let patience = try container.optionalCount(.patience)
    var seconds: Double?
    if let text = try container.decodeIfPresent(String.self, forKey: .time) {
      guard let time = TimeSpan.microseconds(text), time > 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: .time, in: container,
          debugDescription:
            "must be a length of time such as 90 s, 3 min or 1 h 30 min, found '\(text)'")
      }
      seconds = Double(time) * 1e-6
    }
    budget = StudyBudget(trials: trials, seconds: seconds, patience: patience)
    if trials == nil, seconds == nil, patience == nil {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "must say when to stop: trials, time or patience"))
    }
  }
}
