import SluiceTuning

extension Hyperparameters {
  /// The values as they are told to people: `layers 2, units 64`, numbers with four digits.
  public var text: String {
    isEmpty
      ? "nothing to choose"
      : sorted { $0.key < $1.key }.map { "\($0.key) \(StudyResults.text($0.value))" }
        .joined(separator: ", ")
  }
}
