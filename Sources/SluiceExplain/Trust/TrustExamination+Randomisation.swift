import SluiceData
import SluiceModels
import SluiceTensor

extension TrustExamination {
  /// Compares the shares with those of the same function with shuffled weights; nil where it has none that
  /// could be shuffled.
  func randomisation(
    _ shares: Attribution, _ method: any AttributionMethod, _ function: any ExplainedFunction,
    _ windows: Tensor, _ answer: Int
  ) throws -> Trust.Finding? {
    guard let function = function as? any ShuffledFunction else { return nil }
    var stream = random.stream("trust/randomisation")
    var correlations: [Double] = []
    for _ in 0..<shuffles {
      let other = try method.attribution(
        of: function.shuffled(using: &stream), windows: windows, answer: answer)
      for window in 0..<shares.count {
        // Where all shares are alike there is no order that could stay.
        if let correlation = Self.rankCorrelation(
          shares.values(of: window), other.values(of: window))
        {
          correlations.append(correlation)
        }
      }
    }
    guard !correlations.isEmpty else {
      return .init(
        .randomisation, value: nil, judgement: "there are too few shares, or all are alike")
    }
    let value = correlations.reduce(0, +) / Double(correlations.count)
    return .init(
      .randomisation, value: value,
      judgement: "the order of the shares' sizes "
        + (value <= Trust.Aspect.randomisation.limit ? "changes" : "hardly changes")
        + " when the weights are shuffled (rank correlation \(Wording.number(value)))")
  }

  /// Spearman's correlation of the sizes; nil where all of one side are the same.
  private static func rankCorrelation(_ some: [Float], _ others: [Float]) -> Double? {
    guard
      let first = try? Readings(some.map(abs)), !first.isConstant,
      let second = try? Readings(others.map(abs)), !second.isConstant
    else { return nil }
    return try? Correlation.spearman(first, second)
  }
}
