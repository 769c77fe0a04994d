import SluiceTuning

/// Spaces on which samplers, pruners and storages are tried.
public enum TestSpaces {
  /// Every kind of parameter, two of them conditional, one on a conditional one.
  public static func mixed() throws -> SearchSpace {
    try SearchSpace([
      Hyperparameter("layers", .integer(1...3)),
      Hyperparameter("units", .integer(32...128, step: 32)),
      Hyperparameter(
        "units2", .integer(4...64, scale: .log), when: .init("layers", isOneOf: [2, 3])),
      Hyperparameter(
        "deep", .categorical([true, false]), when: .init("units2", isOneOf: [4, 5, 6, 7, 8])),
      Hyperparameter("rate", .float(1e-4...1e-1, scale: .log)),
      Hyperparameter("dropout", .float(0.1...0.5, step: 0.1)),
      Hyperparameter("cell", .categorical(["LSTM", "GRU"])),
    ])
  }
}
