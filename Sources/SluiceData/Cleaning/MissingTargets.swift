/// What is done about rows of a forecast that miss a reading of the target alone.
public enum MissingTargets: String, Codable, CaseIterable, Sendable {
  /// They are dropped, and windows do not cross the gap that they leave.
  case drop
  /// They stay, and their target is left out of loss, gradient and every figure.
  case mask
}
