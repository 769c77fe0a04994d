import SluiceData

extension Doctor {
  /// Finds a few extreme readings that make up most of the spread of a column: of the target, and of the
  /// input where they do so most.
  static func checkOutliers(_ facts: Facts) -> [Finding] {
    let rows = facts.run.split.train.rows
    let found = facts.readColumns.compactMap { name -> (name: String, far: FarReadings)? in
      guard let column = facts.run.test.series[name] else { return nil }
      let mark = facts.placeholder(of: name)?.value
      let readings = Facts.readings(column, rows, by: max(1, rows.count / 200_000))
      guard let far = FarReadings(readings.filter { $0 != mark }), !far.far.isEmpty,
        far.far.count * 20 < far.count, far.share > 0.35
      else { return nil }
      return (name, far)
    }
    let target = facts.forecasts == nil ? nil : facts.recipe.target
    let worst = found.filter { $0.name != target }.max { $0.far.share < $1.far.share }
    return [found.first { $0.name == target }, worst].compactMap { $0 }
      .map { finding(of: $0.name, $0.far, isTarget: $0.name == target, facts) }
  }

  private static func finding(
    of name: String, _ far: FarReadings, isTarget: Bool, _ facts: Facts
  ) -> Finding {
    let farthest = far.far.max { abs($0 - far.median) < abs($1 - far.median) } ?? far.median
    return Finding(
      .outliers, weight: (isTarget ? 0.6 : 0.5) + 0.3 * far.share,
      title: isTarget
        ? "A few extreme readings rule the training."
        : "A few extreme readings of the input \(name) leave no room for the others.",
      evidence: "\(Wording.count(far.far.count, "training reading")) of \(name) "
        + "\(far.far.count == 1 ? "lies" : "lie") more than ten quartile distances from the middle, the "
        + "farthest at \(Wording.amount(farthest, isTarget ? facts.run.unit : nil)). They make up "
        + "\(Wording.percent(far.share)) of the squared distances from the middle"
        + (isTarget ? shareOfErrors(facts) : "") + ".",
      effect:
        "Where these readings are faults, everything else is learnt better without them. Where "
        + "they are real and matter, leave it as it is.",
      cure: cure(of: name, facts), picture: extremes(name, facts))
  }

  private static func shareOfErrors(_ facts: Facts) -> String {
    guard let forecasts = facts.forecasts else { return "" }
    let errors = forecasts.training.errors.map { $0 * $0 }.sorted(by: >)
    let worst = errors.prefix(max(1, errors.count / 200)).reduce(0, +)
    let share = worst / max(errors.reduce(0, +), .leastNormalMagnitude)
    return
      ", and the worst 0.5 % of the forecasts \(Wording.percent(share)) of the squared error in training"
  }

  /// Takes far readings for missing ones; where something is done about outliers already, minds them less.
  private static func cure(of name: String, _ facts: Facts) -> Cure {
    let rule = Outliers.hampel(.init(threshold: 10, action: .missing, columns: [name]))
    if facts.run.written.cleaning.outliers == nil, !standsStill(name, facts),
      let change = Cure.Change("cleaning.outliers", encoding: rule)
    {
      return Cure(
        "Mend the readings where they are faults, or take those far from their neighbours for missing.",
        [change])
    }
    return Cure(
      "Mend the readings where they are faults; or take a loss that grows straight, and a scale by "
        + "quartiles.", [.init("training.loss", "huber"), .init("scaling", "robust")])
  }

  /// Whether a column often repeats its last reading: whatever differs from a window of one reading would be
  /// an outlier.
  private static func standsStill(_ name: String, _ facts: Facts) -> Bool {
    guard let column = facts.run.test.series[name] else { return false }
    let values = column.rows(facts.run.split.train.rows.prefix(Facts.mostRows)).map { $0 }
    return zip(values, values.dropFirst()).count { $0 == $1 } * 10 > 3 * values.count
  }

  private static func extremes(_ name: String, _ facts: Facts) -> Picture? {
    guard let column = facts.run.test.series[name] else { return nil }
    let rows = facts.run.split.train.rows
    let size = max(1, rows.count / 300)
    let starts = Array(stride(from: rows.lowerBound, to: rows.upperBound, by: size))
    func line(_ title: String, _ pick: ([Float]) -> Float?) -> Picture.Line {
      let values = starts.map { start in
        let known = column.rows(start..<min(start + size, rows.upperBound))
          .filter { !$0.isNaN }
        return Double(pick(known) ?? 0)
      }
      return .init(title, x: starts.map(Double.init), y: values)
    }
    return Picture(
      "The highest and lowest reading of \(Wording.count(size, "row")) each",
      note: "The spikes are what rules the training.", across: "row",
      upwards: name == facts.recipe.target ? facts.run.unit ?? name : name,
      .lines([line("highest", { $0.max() }), line("lowest", { $0.min() })]))
  }
}
