import SluiceModels
import SluiceNN
import SluiceTensor

/// How far back what a network reads still moves an answer.
///
/// The influence of a step is the mean, over windows, of the summed sizes of the answer's derivatives by
/// what is read at that step. It is counted at the windows themselves, and at what each further recurrent layer
/// reads from the one before.
public struct EffectiveMemory: Codable, Hashable, Sendable {
  /// What reaches one layer from how far back.
  public struct Reach: Codable, Hashable, Sendable {
    /// What is read: `window`, or `layer 1` for the outputs of the first recurrent layer, and so on.
    public var place: String
    /// The influence by steps back, that of the last step first, `T` of them.
    public var influence: [Double]

    /// Creates a reach.
    public init(place: String, influence: [Double]) {
      self.place = place
      self.influence = influence
    }

    /// Returns the share of all influence that lies within the last steps, from 0 to 1; nil where nothing
    /// has any.
    public func share(within steps: Int) -> Double? {
      let total = influence.reduce(0, +)
      guard total > 0, total.isFinite else { return nil }
      return influence.prefix(max(0, steps)).reduce(0, +) / total
    }

    /// Returns how many of the last steps hold a share of all influence; nil where nothing has any.
    ///
    /// - Parameter share: From 0 to 1.
    public func steps(holding share: Double) -> Int? {
      guard self.share(within: influence.count) != nil else { return nil }
      return (0...influence.count).first { (self.share(within: $0) ?? 0) >= share - 1e-12 }
    }
  }

  /// The name of the answer.
  public var answer: String

  /// The windows first, then what each further recurrent layer reads.
  public var reaches: [Reach]

  /// Measures how far back an answer reaches.
  ///
  /// - Parameters:
  ///   - function: The network.
  ///   - windows: Scaled windows, `[N, T, F]`; a few hundred tell enough.
  ///   - answer: The number of the answer.
  /// - Throws: ``ExplainError`` for windows or an answer that the function does not have.
  public init(of function: NetworkFunction, windows: Tensor, answer: Int) throws {
    try function.check(windows)
    try function.check(answer: answer)
    let network = function.network
    self.answer = function.answers[answer]
    let recurrent = network.parts.indices.filter { network.parts[$0].recurrent != nil }
    let places = [0] + recurrent.dropFirst()
    reaches = places.enumerated().map { number, part in
      Reach(
        place: number == 0 ? "window" : "layer \(number)",
        influence: network.influenceByLag(of: windows, on: part) {
          function.seed(of: answer, at: $0)
        })
    }
  }
}
