extension Trial {
  /// How a trial ended.
  public struct Outcome: Hashable, Sendable {
    /// `complete`, `pruned` or `failed`.
    public var state: State

    /// One value for each objective of a complete trial.
    public var values: [Double]

    /// Further numbers, by name.
    public var measurements: [String: Double]

    /// Why it failed.
    public var failure: String?

    private init(
      _ state: State, values: [Double] = [], measurements: [String: Double] = [:],
      failure: String? = nil
    ) {
      self.state = state
      self.values = values
      self.measurements = measurements
      self.failure = failure
    }

    /// The trial ran to its end.
    public static func complete(_ values: [Double], measurements: [String: Double] = [:]) -> Outcome
    {
      Outcome(.complete, values: values, measurements: measurements)
    }

    /// The trial was ended early.
    public static func pruned(measurements: [String: Double] = [:]) -> Outcome {
      Outcome(.pruned, measurements: measurements)
    }

    /// An error ended the trial.
    public static func failed(_ reason: String) -> Outcome { Outcome(.failed, failure: reason) }
  }
}
