/// One hyper-parameter: its name, what it may be, and when it is in play.
public struct Hyperparameter: Hashable, Sendable {
  /// The name, unique in its space.
  public var name: String

  /// The values it may take.
  public var domain: Domain

  /// When the parameter is in play; always when there is no condition.
  public var condition: Condition?

  /// Creates a hyper-parameter.
  public init(_ name: String, _ domain: Domain, when condition: Condition? = nil) {
    self.name = name
    self.domain = domain
    self.condition = condition
  }
}

extension Hyperparameter {
  /// Makes a parameter depend on an earlier one: it is in play when that one has one of some values.
  public struct Condition: Hashable, Sendable {
    /// The name of the earlier parameter.
    public var parameter: String

    /// The values of it with which the later one is in play.
    public var values: [ParameterValue]

    /// Creates a condition.
    public init(_ parameter: String, isOneOf values: [ParameterValue]) {
      self.parameter = parameter
      self.values = values
    }

    /// Whether the condition is met.
    ///
    /// An earlier parameter that is itself out of play meets none.
    public func isMet(by assignment: Hyperparameters) -> Bool {
      assignment[parameter].map(values.contains) ?? false
    }
  }
}

/// Values for the parameters that are in play, by name.
public typealias Hyperparameters = [String: ParameterValue]
