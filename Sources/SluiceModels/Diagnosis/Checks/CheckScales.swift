import SluiceData

extension Doctor {
  /// Finds inputs on scales that a network learns badly from.
  static func checkScales(_ facts: Facts) -> [Finding] {
    let frame = facts.run.training
    let rows = facts.run.split.train.rows
    var worst: (name: String, mean: Double, deviation: Double, badness: Double)?
    // An indicator is 0 or 1, however seldom a reading is missing.
    let inputs = facts.recipe.inputs.filter { !facts.recipe.indicators.contains($0) }
    for name in inputs {
      guard let column = frame.scaled[name] else { continue }
      let sample = Readings(checked: Facts.readings(column, rows))
      let (mean, deviation) = (sample.mean, sample.deviation)
      guard deviation > 0 else { continue }
      let badness = max(abs(mean) / 6, deviation / 6, 0.03 / deviation)
      if badness > 1, badness > worst?.badness ?? 0 { worst = (name, mean, deviation, badness) }
    }
    guard let worst else { return [] }
    let isSqueezed = worst.deviation < 0.03 && abs(worst.mean) < 6
    let better = isSqueezed ? ScalerChoice.robust() : .standard
    return [
      Finding(
        .badScale, weight: 0.88,
        title: isSqueezed
          ? "The input \(worst.name) is squeezed into a small part of its scale."
          : "The input \(worst.name) is far from the scale that networks learn well from.",
        evidence:
          "As the network sees it, \(worst.name) has a mean of \(Wording.number(worst.mean)) and a "
          + "standard deviation of \(Wording.number(worst.deviation)). Both should be near 0 and 1"
          + (isSqueezed
            ? "; a few extreme readings take up the rest of the scale." : "."),
        effect: "Scaled inputs often are what lets a network learn at all.",
        cure: Cure(
          "Scale it by \(isSqueezed ? "median and quartiles" : "mean and deviation").",
          facts.run.written.changes(scaling: worst.name, by: better)),
        picture: Picture(
          "The standard deviation of each input as the network sees it",
          note: "Near 1 is well.", upwards: "standard deviation",
          .bars(
            inputs.compactMap { name in
              frame.scaled[name].map { column in
                .init(
                  name,
                  Readings(checked: Facts.readings(column, rows)).deviation,
                  isMeant: name == worst.name)
              }
            })))
    ]
  }

  /// Finds test readings that training has never seen the like of.
  static func checkRange(_ facts: Facts) -> [Finding] {
    var worst: (name: String, share: Double, range: ClosedRange<Double>)?
    for name in facts.numbers {
      guard let column = facts.run.test.series[name] else { continue }
      let known = column.rows(facts.run.split.train.rows).filter { !$0.isNaN }
      let tested = Facts.readings(column, facts.run.split.test.rows)
      guard let least = known.min().map(Double.init), let most = known.max().map(Double.init),
        !tested.isEmpty, most > least
      else { continue }
      let margin = 0.02 * (most - least)
      let outside = tested.count { $0 < least - margin || $0 > most + margin }
      let share = Double(outside) / Double(tested.count)
      if share > 0.05, share > worst?.share ?? 0 { worst = (name, share, least...most) }
    }
    guard let worst else { return [] }
    return [
      Finding(
        .outsideTrainingRange, weight: 0.5 + 0.4 * worst.share,
        title: "The test part leaves the range that training has seen.",
        evidence:
          "\(Wording.percent(worst.share)) of the test readings of \(worst.name) lie outside of "
          + "\(Wording.number(worst.range.lowerBound)) to \(Wording.number(worst.range.upperBound)), which "
          + "is all that training has seen.",
        effect:
          "A network does not know what to say where it has never been: its outputs level off.",
        cure: Cure(
          "Train on rows that reach as far (a later or larger training part)."),
        picture: blocks(of: worst.name, facts))
    ]
  }

  /// A column's means over time, with the end of training between them.
  static func blocks(of name: String, _ facts: Facts) -> Picture? {
    guard let column = facts.run.test.series[name] else { return nil }
    func line(_ title: String, _ rows: Range<Int>, parts: Int) -> Picture.Line {
      let size = max(1, rows.count / parts)
      let starts = Array(stride(from: rows.lowerBound, to: rows.upperBound, by: size))
      return .init(
        title, x: starts.map(Double.init),
        y: starts.map { start in
          Readings(
            checked:
              column.rows(start..<min(start + size, rows.upperBound))
              .compactMap { $0.isNaN ? nil : Double($0) }
          ).mean
        })
    }
    let (train, test) = (facts.run.split.train.rows, facts.run.split.test.rows)
    let share = max(8, min(72, 80 * test.count / max(1, train.count + test.count)))
    return Picture(
      "\(name) over time", note: "Means of rows that follow each other.", across: "row",
      upwards: name,
      .lines([
        line("training", train, parts: 80 - share), line("test", test, parts: share),
      ]))
  }
}
