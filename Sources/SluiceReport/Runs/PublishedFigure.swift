import SluiceModels

/// A figure that somebody published for the same task.
public struct PublishedFigure: Codable, Hashable, Sendable {
  /// Whose figure it is.
  public var name: String
  /// Which figure.
  public var metric: MetricKind
  /// Its value, in the units of the target; a share from 0 to 1.
  public var value: Double

  /// A published figure.
  public init(name: String, metric: MetricKind, value: Double) {
    self.name = name
    self.metric = metric
    self.value = value
  }
}

extension RunMetrics {
  /// The figures of others beside those of this run; nil without any.
  func publishedTable(_ published: [PublishedFigure], unit: String?) -> Table? {
    guard !published.isEmpty else { return nil }
    return Table(
      [
        .init("published by", .leading), .init("figure", .leading), .init("published"),
        .init("this run"), .init("difference"),
      ],
      rows: published.map { figure in
        let own = value(figure.metric, of: verdict.model)
        let isBetter = own.map {
          figure.metric.isLowerBetter ? $0 <= figure.value : $0 >= figure.value
        }
        return [
          .init(figure.name), .init(figure.metric.heading(unit: unit)),
          .init(figure.metric.text(figure.value)),
          .init(own.map(figure.metric.text) ?? "–", isBest: isBetter ?? false),
          .init(own.map(figure.difference) ?? "–"),
        ]
      })
  }
}

extension PublishedFigure {
  /// How far a value is from the published one: percentage points of a share, otherwise a percentage.
  fileprivate func difference(to own: Double) -> String {
    let sign = own > value ? "+" : ""
    guard !metric.isShare else {
      return sign + NumberText.fixed((own - value) * 100, 1) + " points"
    }
    return sign + NumberText.percent((own - value) / value.magnitude)
  }
}
