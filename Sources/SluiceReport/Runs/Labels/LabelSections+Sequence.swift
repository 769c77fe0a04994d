import SluiceModels

extension LabelSections {
  /// So many labels are drawn one after the other.
  private static let mostItems = 1000

  /// True and given classes of a stretch of the test part, a lane for each class; nil where one label
  /// follows the other by chance, as those of shuffled sequences do.
  var sequenceChart: NamedChart? {
    guard let actual = labels.actual, let column = labels.columns.first, labels.count > 1 else {
      return nil
    }
    let items = Array(0..<sequenceLength)
    let truth = items.compactMap { actual[$0] }
    guard truth.count == items.count, !Self.isShuffled(truth) else { return nil }
    let given = items.map { labels.label($0, by: column) }
    let lanes = labels.classes.filter { Set(truth).union(given).contains($0) }
    let places = Dictionary(uniqueKeysWithValues: lanes.enumerated().map { ($1, Double($0)) })
    let clock = sequenceClock(items.count)
    func spans(_ names: [String], _ isDrawn: (Int) -> Bool) -> [SpanMark.Span] {
      var spans: [SpanMark.Span] = []
      for item in items where isDrawn(item) {
        let lane = places[names[item]] ?? 0
        let from = clock.ends[item] - clock.step
        if let last = spans.last, last.lane == lane, from - last.to <= clock.step / 2 {
          spans[spans.count - 1].to = clock.ends[item]
        } else {
          spans.append(.init(from: from, to: clock.ends[item], lane: lane))
        }
      }
      return spans
    }
    let right = items.count { truth[$0] == given[$0] }
    let whose = labels.subjects.map { " of subject \($0[0])" } ?? ""
    let chart = Chart(
      "\(NumberText.count(items.count)) labels\(whose), one after the other",
      summary: "\(NumberText.count(right)) of them are right.", x: clock.axis,
      y: Axis("", kind: .categories(lanes)),
      marks: [
        SpanMark(
          spans(truth) { _ in true }, thickness: 0.86, label: "true class", paint: .ink,
          opacity: 0.22),
        SpanMark(
          spans(given) { truth[$0] == given[$0] }, thickness: 0.44, label: "given, right",
          paint: .series(0)),
        SpanMark(
          spans(given) { truth[$0] != given[$0] }, thickness: 0.44, label: "given, wrong",
          paint: .series(1)),
      ], height: 100 + 26 * Double(max(lanes.count, 2)))
    return NamedChart(
      name: "labels", chart: chart,
      note:
        "Grey is what is true, coloured what the \(ModelName.text(model)) says: orange stands in "
        + "the lane of the class that was given by mistake.")
  }

  /// The labels from the first one on that are of one subject, as many as are drawn.
  private var sequenceLength: Int {
    let most = min(labels.count, Self.mostItems)
    guard let subjects = labels.subjects else { return most }
    return subjects.prefix(most).prefix { $0 == subjects[0] }.count
  }

  /// Where on the x axis each label ends: its time where the times rise, otherwise its number.
  private func sequenceClock(_ count: Int) -> (axis: Axis, ends: [Double], step: Double) {
    if let times = labels.times?.prefix(count) {
      let steps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
      if let first = steps.first, first > 0 {
        return (
          Axis("time (UTC)", kind: .time), times.map(Double.init), Double(steps[steps.count / 2])
        )
      }
    }
    return (Axis("label"), (0..<count).map { Double($0 + 1) }, 1)
  }

  /// Whether labels change nearly as often as if each was drawn anew.
  static func isShuffled(_ labels: [String]) -> Bool {
    let count = Double(labels.count)
    let shares = Dictionary(grouping: labels) { $0 }.values.map { Double($0.count) / count }
    let expected = 1 - shares.reduce(0) { $0 + $1 * $1 }
    guard expected > 0 else { return false }
    let changes = zip(labels, labels.dropFirst()).count { $0 != $1 }
    return Double(changes) / (count - 1) > 0.8 * expected
  }
}
