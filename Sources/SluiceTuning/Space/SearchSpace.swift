/// The hyper-parameters of a study, in order; a condition refers to an earlier parameter.
public struct SearchSpace: Hashable, Sendable {
  /// The parameters in the order in which they are chosen.
  public let parameters: [Hyperparameter]

  /// Creates a space.
  ///
  /// - Throws: ``TuningError/badSpace(parameter:reason:)`` when there is no parameter, a name occurs
  ///   twice, a domain is empty or contradictory, or a condition can never be met.
  public init(_ parameters: [Hyperparameter]) throws {
    if parameters.isEmpty { throw TuningError.badSpace(parameter: nil, reason: "it is empty") }
    var earlier: [String: Hyperparameter.Domain] = [:]
    for parameter in parameters {
      if let flaw = parameter.domain.flaw ?? parameter.flaw(earlier: earlier) {
        throw TuningError.badSpace(parameter: parameter.name, reason: flaw)
      }
      earlier[parameter.name] = parameter.domain
    }
    self.parameters = parameters
  }

  /// The number of parameters, in play or not.
  public var count: Int { parameters.count }

  /// The parameter of a name.
  public subscript(name: String) -> Hyperparameter? { parameters.first { $0.name == name } }

  /// Chooses a value for each parameter that comes into play, in order.
  ///
  /// - Parameter choose: Called for a parameter whose condition is met by the values chosen before.
  public func assignment(
    choosing choose: (Hyperparameter) throws -> ParameterValue
  ) rethrows -> Hyperparameters {
    var assignment: Hyperparameters = [:]
    for parameter in parameters where parameter.condition?.isMet(by: assignment) ?? true {
      assignment[parameter.name] = try choose(parameter)
    }
    return assignment
  }

  /// The parameters that are in play with some values.
  public func active(in assignment: Hyperparameters) -> [Hyperparameter] {
    var chosen: Hyperparameters = [:]
    return parameters.filter { parameter in
      guard parameter.condition?.isMet(by: chosen) ?? true else { return false }
      chosen[parameter.name] = assignment[parameter.name]
      return true
    }
  }

  /// Checks that an assignment has a legal value for each parameter in play and nothing else.
  ///
  /// - Throws: ``TuningError/badAssignment(parameter:found:expected:)``,
  ///   ``TuningError/noParameter(_:known:)``.
  public func check(_ assignment: Hyperparameters) throws {
    let active = active(in: assignment)
    for parameter in active {
      guard let value = assignment[parameter.name], parameter.domain.contains(value) else {
        throw TuningError.badAssignment(
          parameter: parameter.name, found: assignment[parameter.name]?.description ?? "nothing",
          expected: parameter.domain.description)
      }
    }
    try checkNames(of: assignment)
    for name in assignment.keys.sorted() where !active.contains(where: { $0.name == name }) {
      throw TuningError.badAssignment(
        parameter: name, found: assignment[name]?.description ?? "",
        expected: "nothing: it is not in play")
    }
  }

  /// Checks that the values which an assignment has are legal and in play, whatever the parameters
  /// have that it leaves out.
  ///
  /// - Throws: ``TuningError/badAssignment(parameter:found:expected:)``,
  ///   ``TuningError/noParameter(_:known:)``.
  public func check(part assignment: Hyperparameters) throws {
    try checkNames(of: assignment)
    for parameter in parameters {
      guard let value = assignment[parameter.name] else { continue }
      func refusal(_ expected: String) -> TuningError {
        .badAssignment(
          parameter: parameter.name, found: value.description, expected: expected)
      }
      if !parameter.domain.contains(value) { throw refusal(parameter.domain.description) }
      guard let condition = parameter.condition, !condition.isMet(by: assignment) else { continue }
      let asked = condition.values.map(\.description).joined(separator: " or ")
      throw refusal(
        assignment[condition.parameter] == nil
          ? "\(condition.parameter) beside it: it is in play only when that is \(asked)"
          : "nothing: it is in play only when \(condition.parameter) is \(asked)")
    }
  }

  /// The assignment with a value for each parameter in play that it leaves out.
  public func completing(
    _ assignment: Hyperparameters, choosing choose: (Hyperparameter) throws -> ParameterValue
  ) rethrows -> Hyperparameters {
    try self.assignment { try assignment[$0.name] ?? choose($0) }
  }

  private func checkNames(of assignment: Hyperparameters) throws {
    for name in assignment.keys.sorted() where self[name] == nil {
      throw TuningError.noParameter(name, known: parameters.map(\.name))
    }
  }
}

extension Hyperparameter {
  /// What is wrong with the parameter after those before it; nil when nothing is.
  fileprivate func flaw(earlier: [String: Hyperparameter.Domain]) -> String? {
    if name.isEmpty { return "a name is needed" }
    if earlier[name] != nil { return "the name is used twice" }
    guard let condition else { return nil }
    guard let domain = earlier[condition.parameter] else {
      return "its condition names \(condition.parameter), which is no parameter before it"
    }
    if condition.values.isEmpty { return "its condition lists no value, so it is never in play" }
    return condition.values.first { !domain.contains($0) }.map {
      "its condition asks for \(condition.parameter) = \($0), which is never so (\(domain))"
    }
  }
}
