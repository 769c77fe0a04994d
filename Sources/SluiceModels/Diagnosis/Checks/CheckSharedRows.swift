import SluiceData

extension Doctor {
  /// Finds out whether the test part had a say in training.
  static func checkSharedRows(_ facts: Facts) -> [Finding] {
    let split = facts.run.split
    var evidence: [String] = []
    let learnt = split.train.rows.count
    for scaler in facts.run.test.recipe.scalers where scaler.rows > learnt {
      evidence.append(
        "The scaler of \(scaler.columns.map(\.column).joined(separator: ", ")) was fitted to "
          + "\(scaler.rows) rows, the training part has \(learnt).")
    }
    if let subject = facts.recipe.subject {
      let sides = [split.train.series, split.test.series].map { Set($0[subject]?.occurring ?? []) }
      let both = sides[0].intersection(sides[1])
      if !both.isEmpty {
        evidence.append(
          "\(Column.order(both).joined(separator: ", ")) of \(subject) \(both.count == 1 ? "is" : "are") "
            + "in the training and in the test part.")
      }
    }
    guard !evidence.isEmpty else { return [] }
    return [
      Finding(
        .sharedRows, weight: 1, title: "The test part had a say in training.",
        evidence: evidence.joined(separator: " "),
        effect: "The measured error is too good. It rises to what it really is.",
        cure: Cure(
          "Train again with this experiment: fitting and splitting then see the training rows only."
        ))
    ]
  }
}
