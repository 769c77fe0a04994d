/// Which readings of a window share an answer's change by themselves, and which only together.
///
/// What is found for several readings together is spread evenly over them. That even spread is no finding,
/// and is not to be told as one.
public enum SharedReadings: String, Codable, CaseIterable, Hashable, Sendable {
  /// Each reading has its own share.
  case cells
  /// All readings of an input have one share: nothing is known of single steps.
  case inputs
  /// All readings of a step have one share: nothing is known of single inputs.
  case steps
  /// The readings of an input over some successive steps have one share.
  case blocks

  /// Whether shares tell one input from another.
  public var tellsInputs: Bool { self != .steps }

  /// Whether shares tell one step from another.
  public var tellsSteps: Bool { self != .inputs }
}
