/// What a study is: everything that must not change between its first trial and its last.
public struct StudyDefinition: Sendable {
  /// The name, unique in a storage.
  public var name: String

  /// What is searched.
  public var space: SearchSpace

  /// What is to become small or large.
  public var objectives: [Objective]

  /// Proposes the trials.
  public var sampler: any Sampler

  /// Ends the hopeless ones; nil lets every trial run to its end.
  public var pruner: (any Pruner)?

  /// The seed from which all proposals follow.
  public var seed: UInt64

  /// The number of trials that are proposed at once in a synchronous study, whose trials do not
  /// depend on the number of workers; nil for an asynchronous one, where each proposal uses all
  /// that is known at the moment.
  public var generation: Int?

  /// Values to be tried before the sampler is asked; a parameter in play that is left out is drawn
  /// at random.
  public var initial: [Hyperparameters]

  /// Everything else that the trials depend on, as text: the experiment that is tuned.
  public var subject: String

  /// Creates a definition.
  ///
  /// - Throws: ``TuningError`` for an impossible setting, a sampler that cannot search the space,
  ///   or initial values outside it.
  public init(
    _ name: String, space: SearchSpace, objectives: [Objective] = [Objective("value")],
    sampler: any Sampler = RandomSampler(), pruner: (any Pruner)? = nil, seed: UInt64 = 1,
    generation: Int? = nil, initial: [Hyperparameters] = [], subject: String = ""
  ) throws {
    if name.isEmpty {
      throw TuningError.badSetting(name: "The name of a study", found: "empty", expected: "a word")
    }
    if let generation, generation < 1 {
      throw TuningError.badSetting(
        name: "generation", found: "\(generation)", expected: "at least 1")
    }
    if objectives.isEmpty || Set(objectives.map(\.name)).count < objectives.count {
      throw TuningError.badSetting(
        name: "The list of objectives", found: objectives.map(\.name).description,
        expected: "at least one, none twice")
    }
    try sampler.check(space, objectives: objectives)
    for assignment in initial { try space.check(part: assignment) }
    self.name = name
    self.space = space
    self.objectives = objectives
    self.sampler = sampler
    self.pruner = pruner
    self.seed = seed
    self.generation = generation.map { _ in sampler.generation ?? generation ?? 1 }
    self.initial = initial
    self.subject = subject
  }

  /// The definition as lines of `key: value`, by which two of them are compared.
  public var text: String {
    facts.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
  }

  /// Throws when a study was begun with another definition, naming the first difference.
  func checkSame(as text: String) throws {
    let before = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let now = facts
    for index in 0..<max(before.count, now.count) {
      let old = index < before.count ? before[index] : ""
      let new = index < now.count ? now[index] : ("", "")
      if old == "\(new.0): \(new.1)" { continue }
      let key = new.0.isEmpty ? String(old.prefix { $0 != ":" }) : new.0
      let oldKey = String(old.prefix { $0 != ":" })
      let value = oldKey == key ? String(old.dropFirst(key.count + 2)) : "(not there)"
      throw TuningError.changed(
        study: name, what: key, before: value, now: new.1.isEmpty ? "(not there)" : new.1)
    }
  }

  private var facts: [(key: String, value: String)] {
    var facts = space.parameters.map { parameter in
      let condition = parameter.condition.map { condition in
        ", when \(condition.parameter) is \(condition.values.map(\.description).joined(separator: " or "))"
      }
      return ("parameter \(parameter.name)", "\(parameter.domain)\(condition ?? "")")
    }
    facts += objectives.map { ("objective \($0.name)", $0.direction.rawValue) }
    facts.append(("sampler", sampler.description))
    facts.append(("pruner", pruner?.description ?? "none"))
    facts.append(("seed", "\(seed)"))
    facts.append(("generation", generation.map { "\($0)" } ?? "asynchronous"))
    for (index, assignment) in initial.enumerated() {
      let values = assignment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      facts.append(("initial \(index)", values.joined(separator: ", ")))
    }
    for line in subject.split(separator: "\n") { facts.append(("subject", String(line))) }
    return facts.map { (key: $0.0, value: $0.1) }
  }
}
