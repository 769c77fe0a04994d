import SluiceData

extension Doctor {
  /// Finds a test part that is not like the training part.
  ///
  /// It counts as another only where it differs from the training part by more than any stretch of the
  /// training part of its length does.
  static func checkDrift(_ facts: Facts) -> [Finding] {
    var worst: (name: String, distance: Double, usual: Double, index: Double)?
    let (train, test) = (facts.run.split.train.rows, facts.run.split.test.rows)
    // One distance for both parts, so that a stretch of training is as many readings as the test part.
    let step = max(1, (train.count + test.count) / (2 * Facts.mostRows))
    for name in facts.numbers {
      guard let column = facts.run.test.series[name],
        let known = try? Readings(Facts.readings(column, train, by: step)),
        let tested = try? Readings(Facts.readings(column, test, by: step)), tested.count >= 50,
        known.count >= 2 * tested.count, !known.isConstant,
        let stability = try? PopulationStability(of: tested, against: known),
        let distance = try? KolmogorovSmirnovTest(tested, known).statistic
      else { continue }
      let size = tested.count
      let others = stride(from: 0, through: known.count - size, by: size).compactMap { start in
        (try? Readings(Array(known.values[start..<start + size])))
          .flatMap { try? KolmogorovSmirnovTest($0, known) }?.statistic
      }
      let usual = others.max() ?? 0
      // The largest of few distances says little of how large one may be.
      let margin = others.count < 8 ? 2.5 : 1.5
      guard stability.index > 0.25, distance > max(margin * usual, 0.25) else { continue }
      if distance > worst?.distance ?? 0 {
        worst = (name, distance, usual, stability.index)
      }
    }
    guard let worst else { return [] }
    return [
      Finding(
        .drift, weight: 0.5 + 0.35 * worst.distance,
        title: "The test part is not like the training part.",
        evidence:
          "The distribution of \(worst.name) is \(Wording.number(worst.distance)) away from that of "
          + "training (Kolmogorov-Smirnov, 1 at most); no stretch of the training part as long is more than "
          + "\(Wording.number(worst.usual)) away. The stability index is \(Wording.number(worst.index)), "
          + "where above 0.25 much has moved.\(breakSentence(of: worst.name, facts))",
        effect:
          "What was learnt from one state of things is only partly true in another. Training on "
          + "rows of the new state helps most.",
        cure: Cure(
          "Train on later rows, or give the network what tells the states apart."),
        picture: blocks(of: worst.name, facts))
    ]
  }

  /// When the level changed last; empty where it did not.
  private static func breakSentence(of name: String, _ facts: Facts) -> String {
    let rows = facts.run.split.train.rows.lowerBound..<facts.run.split.test.rows.upperBound
    guard rows.count <= 200_000, let column = facts.run.test.series[name]?.rows(rows),
      column.missingCount == 0,
      let values = try? Readings(column), let changes = try? ChangePoints(values),
      let last = changes.changes.last
    else { return "" }
    let row = rows.lowerBound + last.row
    let moment =
      facts.run.test.series.timestamps.map { "on \(CivilTime(microseconds: $0[row]))" }
      ?? "in row \(row)"
    return " Its level last changed \(moment), from \(Wording.number(last.before)) to "
      + "\(Wording.number(last.after))."
  }
}
