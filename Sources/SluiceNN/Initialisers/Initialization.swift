/// The rule for the first values of all parameters of a network.
///
/// - Source: Glorot & Bengio 2010, <https://proceedings.mlr.press/v9/glorot10a.html>; Saxe et al.
///   2014 for orthogonal matrices, <https://arxiv.org/abs/1312.6120>; Jozefowicz et al. 2015 for
///   the forget bias, <https://proceedings.mlr.press/v37/jozefowicz15.html>.
public enum Initialization: String, Codable, CaseIterable, Sendable {
  /// As Keras: Glorot's uniform weights, orthogonal recurrent ones, zero biases, 1 for the forget
  /// gate of an LSTM.
  case keras
  /// As PyTorch: uniform within one over the root of the hidden size, or of the number of inputs
  /// for dense layers, biases too.
  case pytorch

  /// The weight of a dense layer.
  func weight(fanIn: Int, fanOut: Int) -> FirstValues {
    switch self {
    case .keras: return .uniform(limit: (6 / Float(fanIn + fanOut)).squareRoot())
    case .pytorch: return .uniform(limit: 1 / Float(fanIn).squareRoot())
    }
  }

  /// The bias of a dense layer.
  func bias(fanIn: Int) -> FirstValues {
    switch self {
    case .keras: return .constant(0)
    case .pytorch: return .uniform(limit: 1 / Float(fanIn).squareRoot())
    }
  }

  /// The weight of a recurrent layer's input, for all gates together.
  func inputWeight(features: Int, hiddenSize: Int, gates: Int) -> FirstValues {
    switch self {
    case .keras: return weight(fanIn: features, fanOut: gates * hiddenSize)
    case .pytorch: return uniform(hiddenSize)
    }
  }

  /// The weight of a recurrent layer's own state, for all gates together.
  func recurrentWeight(hiddenSize: Int) -> FirstValues {
    self == .keras ? .orthogonal : uniform(hiddenSize)
  }

  /// The one bias of an LSTM: PyTorch has two and adds them.
  func biasOfLSTM(hiddenSize: Int) -> FirstValues {
    switch self {
    case .keras: return .forgetBias(1)
    case .pytorch: return .uniform(limit: 1 / Float(hiddenSize).squareRoot(), draws: 2)
    }
  }

  /// Each of the two biases of a GRU.
  func biasOfGRU(hiddenSize: Int) -> FirstValues {
    self == .keras ? .constant(0) : uniform(hiddenSize)
  }

  private func uniform(_ hiddenSize: Int) -> FirstValues {
    .uniform(limit: 1 / Float(hiddenSize).squareRoot())
  }
}
