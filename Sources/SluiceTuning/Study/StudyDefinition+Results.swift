extension StudyDefinition {
  /// What may be known when a trial is proposed or judged.
  func history(for number: Int, of trials: [Trial]) -> StudyHistory {
    guard let generation else {
      return StudyHistory(
        space: space, objectives: objectives, trials: trials.filter { $0.number != number },
        seed: seed)
    }
    let first = number / generation * generation
    let visible = trials.filter { $0.number < number }.map {
      $0.number < first ? $0 : $0.withoutResult
    }
    return StudyHistory(space: space, objectives: objectives, trials: visible, seed: seed)
  }

  /// The complete trial with the best value of the first objective, the earliest of equals; nil
  /// before there is one, and for several objectives: see ``paretoFront(of:)``.
  public func best(of trials: [Trial]) -> Trial? {
    guard objectives.count == 1 else { return nil }
    return trials.filter { $0.state == .complete }.min(by: precedes)
  }

  /// The complete trials that no other beats in all objectives, by number.
  public func paretoFront(of trials: [Trial]) -> [Trial] {
    let history = StudyHistory(space: space, objectives: objectives, trials: trials)
    let complete = history.completed.map { ($0, history.losses(of: $0)) }
    return complete.filter { candidate in
      !complete.contains { $0.1.dominates(candidate.1) }
    }.map(\.0)
  }

  /// The complete trials, best first: by the objective, or those of the Pareto front and then the
  /// others, each by the first objective; the earlier of equals first.
  public func ranking(of trials: [Trial]) -> [Trial] {
    let front = objectives.count > 1 ? Set(paretoFront(of: trials).map(\.number)) : []
    return trials.filter { $0.state == .complete }.sorted { a, b in
      let (inA, inB) = (front.contains(a.number), front.contains(b.number))
      if inA != inB { return inA }
      return precedes(a, b)
    }
  }

  /// Whether a complete trial stands before another by the first objective, the earlier of equals
  /// first.
  private func precedes(_ a: Trial, _ b: Trial) -> Bool {
    let (lossA, lossB) = (objectives[0].loss(a.values[0]), objectives[0].loss(b.values[0]))
    return lossA < lossB || (lossA == lossB && a.number < b.number)
  }
}

extension [Double] {
  /// Whether losses are nowhere above others and somewhere below.
  func dominates(_ other: [Double]) -> Bool {
    zip(self, other).allSatisfy { $0 <= $1 } && self != other
  }
}
