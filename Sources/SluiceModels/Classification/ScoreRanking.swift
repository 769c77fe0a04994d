/// How well a score ranks the items of one class above all others; equal scores count as one step.
struct ScoreRanking {
  /// The numbers of positive and other items that share a score, from the highest score down.
  private var steps: [(positives: Int, others: Int)] = []

  init(scores: [Float], isPositive: [Bool]) {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    for (place, index) in order.enumerated() {
      if place == 0 || scores[index] != scores[order[place - 1]] { steps.append((0, 0)) }
      if isPositive[index] {
        steps[steps.count - 1].positives += 1
      } else {
        steps[steps.count - 1].others += 1
      }
    }
  }

  /// The share of pairs of a positive and another item in which the positive has the higher score, a
  /// tie counting half; nil without a pair.
  ///
  /// - Source: Hanley & McNeil 1982, <https://doi.org/10.1148/radiology.143.1.7063747>.
  var rocAUC: Double? {
    var (positives, others, twiceWon) = (0, 0, 0)
    for step in steps {
      twiceWon += step.others * (2 * positives + step.positives)
      positives += step.positives
      others += step.others
    }
    guard positives > 0, others > 0 else { return nil }
    return Double(twiceWon) / (2 * Double(positives) * Double(others))
  }

  /// The mean over the positives of the precision at their score, as scikit-learn's
  /// `average_precision_score`; nil without positives.
  var averagePrecision: Double? {
    var (positives, items, sum) = (0, 0, 0.0)
    for step in steps {
      positives += step.positives
      items += step.positives + step.others
      sum += Double(step.positives) * Double(positives) / Double(items)
    }
    return positives > 0 ? sum / Double(positives) : nil
  }
}
