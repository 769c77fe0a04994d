import SluiceData
import SluiceModels
import SluiceTensor

extension TrustExamination {
  /// How many shares there must be for their order to say something.
  private static let fewestShares = 5

  /// Compares the shares with those of the same function with shuffled weights; nil where it has none that
  /// could be shuffled.
  func randomisation(_ cases: [Case]) throws -> Trust.Finding? {
    var correlations: [Double] = []
    for part in cases {
      guard let function = part.function as? any ShuffledFunction else { return nil }
      // Readings with one share together count once.
      let players = try part.method.players(of: function)
      guard players.count >= Self.fewestShares else { continue }
      let cells = (0..<players.count).compactMap { players.ofCell.firstIndex(of: $0) }
      var stream = random.stream("trust/randomisation")
      for _ in 0..<shuffles {
        let other = try part.method.attribution(
          of: function.shuffled(using: &stream), windows: part.windows, answer: part.answer)
        for window in 0..<part.shares.count {
          // Where all shares are alike there is no order that could stay.
          if let correlation = Self.rankCorrelation(
            Self.chosen(cells, of: part.shares.values(of: window)),
            Self.chosen(cells, of: other.values(of: window)))
          {
            correlations.append(correlation)
          }
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
        + " when the weights are shuffled")
  }

  private static func chosen(_ cells: [Int], of shares: [Float]) -> [Float] {
    cells.map { shares[$0] }
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
