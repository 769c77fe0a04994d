import SluiceData

extension Doctor {
  /// Finds a target from which nothing can be learnt, for it never changes.
  static func checkConstantTarget(_ facts: Facts) -> [Finding] {
    guard let readings = facts.forecasts?.trainingReadings, let value = readings.first,
      readings.count > 1, readings.allSatisfy({ $0 == value })
    else { return [] }
    return [
      Finding(
        .constantTarget, weight: 1, title: "The target never changes.",
        evidence: "All \(readings.count) training readings of \(facts.recipe.target) are "
          + "\(Wording.amount(value, facts.run.unit)).",
        effect:
          "There is nothing to learn from them, and whatever else is measured of this run says nothing.",
        cure: Cure(
          "Choose another target, or rows in which it changes; look whether its column is the right "
            + "one, and whether the sensor was on."))
    ]
  }

  /// Finds inputs that tell nothing, for they never change.
  static func checkConstantInputs(_ facts: Facts) -> [Finding] {
    let rows = facts.run.split.train.rows
    let constant = facts.readColumns.filter { name in
      guard name != facts.recipe.target, let column = facts.run.test.series[name] else {
        return false
      }
      let readings = column.rows(rows).filter { !$0.isNaN }
      return readings.count > 1 && readings.allSatisfy { $0 == readings[0] }
    }
    guard !constant.isEmpty else { return [] }
    let names = constant.joined(separator: ", ")
    return [
      Finding(
        .constantInput, weight: 0.3,
        title: constant.count == 1
          ? "The input \(names) never changes." : "The inputs \(names) never change.",
        evidence: "All training readings of \(constant.count == 1 ? "it" : "each") are the same.",
        effect:
          "The network learns nothing from what never changes; without it training is faster.",
        cure: Cure(
          "Leave \(constant.count == 1 ? "it" : "them") out, or look why nothing was measured.",
          facts.run.written.changes(without: Set(constant))))
    ]
  }
}
