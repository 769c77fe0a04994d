import SluiceTensor
import SluiceTuning

/// What may have happened before a sampler is asked.
enum TestHistories {
  /// Histories by name, from none to unlucky ones.
  static func all(
    in space: SearchSpace, objectives: [Objective]
  ) -> [(name: String, trials: [Trial])] {
    let usual = mixed(30, in: space, objectives: objectives)
    func complete(_ value: @escaping (Int) -> Double) -> [Trial] {
      usual.map { trial in
        Trial(number: trial.number, parameters: trial.parameters).ended(
          with: .complete(objectives.map { _ in value(trial.number) }), at: 1)
      }
    }
    return [
      ("no trial", []),
      ("one trial", Array(complete { _ in 1 }.prefix(1))),
      ("one trial that waits", [Trial(number: 0, parameters: usual[0].parameters)]),
      ("complete, pruned, failed and running trials", usual),
      ("equal results", complete { _ in 0.5 }),
      ("infinite results", complete { _ in .infinity }),
      ("results of minus infinity", complete { _ in -.infinity }),
      ("results that are no numbers", complete { _ in .nan }),
      (
        "results of all sorts",
        complete { [1e300, -1e300, .infinity, .nan, -.infinity, 0][$0 % 6] }
      ),
      ("failed trials", usual.map { $0.ended(with: .failed("planned"), at: 1) }),
      ("pruned trials", usual.map { $0.ended(with: .pruned(), at: 1) }),
      (
        "trials pruned at values that are no numbers",
        usual.map { $0.adding(.init(step: 3, value: .nan)).ended(with: .pruned(), at: 1) }
      ),
      ("the same trial thirty times", repeated(usual[0], count: 30, objectives: objectives)),
    ]
  }

  /// Trials drawn at random, most complete, some failed, pruned (with and without reports), running.
  static func mixed(_ count: Int, in space: SearchSpace, objectives: [Objective]) -> [Trial] {
    var stream = RandomStream(seed: 17)
    return (0..<count).map { number in
      let parameters = space.assignment { domainValue($0.domain, &stream) }
      let trial = Trial(number: number, parameters: parameters)
      let losses = losses(of: trial, in: space, count: objectives.count)
      switch number % 8 {
      case 2: return trial.ended(with: .failed("planned"), at: 1)
      case 4: return trial.adding(.init(step: 2, value: losses[0])).ended(with: .pruned(), at: 1)
      case 5: return number == 5 ? trial.begun(by: "w", at: 1) : trial.ended(with: .pruned(), at: 1)
      default: return trial.ended(with: .complete(losses), at: 1)
      }
    }
  }

  /// Values that prefer the middle of each domain; the second objective its end.
  static func losses(of trial: Trial, in space: SearchSpace, count: Int) -> [Double] {
    let positions = space.active(in: trial.parameters).compactMap { parameter in
      trial.parameters[parameter.name].flatMap(parameter.domain.position)
    }
    return (0..<count).map { objective in
      let target = objective == 0 ? 0.5 : 0.9
      return positions.reduce(0) { $0 + ($1 - target) * ($1 - target) }
    }
  }

  private static func domainValue(
    _ domain: Hyperparameter.Domain, _ stream: inout RandomStream
  ) -> ParameterValue {
    domain.value(at: stream.uniformDouble())
  }

  private static func repeated(
    _ trial: Trial, count: Int, objectives: [Objective]
  ) -> [Trial] {
    (0..<count).map { number in
      Trial(number: number, parameters: trial.parameters).ended(
        with: .complete(objectives.map { _ in Double(number % 3) }), at: 1)
    }
  }
}
