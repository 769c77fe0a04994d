/// What shares are measured in.
public enum ShareUnit: String, Codable, CaseIterable, Hashable, Sendable {
  /// In units of the answer: what a reading did to it.
  case answer
  /// In units of the answer for one unit of the scaled input: what a small change would do.
  case slope
  /// The size of a slope, without its sign.
  case size
}
