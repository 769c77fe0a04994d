import SluiceData
import SluiceModels

extension Backtest {
  /// The results as text for a terminal: the verdict, each fold, and every model over all folds.
  ///
  /// - Parameter unit: The unit of the target, such as "kW"; nil where it is not known.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    [
      style.toned(sentence, verdict.tone), foldTable(unit: unit).text(style),
      summaryTable(unit: unit).text(style),
    ].joined(separator: "\n\n")
  }

  private func foldTable(unit: String?) -> Table {
    let mse = MetricKind.mse
    let columns: [Table.Column] = [
      .init("fold"), .init("train rows"), .init("test rows"), .init("test from (UTC)", .leading),
      .init("\(ModelName.text(model)) \(mse.heading(unit: unit))"),
      .init("best baseline", .leading), .init("its MSE"), .init("skill over it"),
    ]
    let rows: [[Table.Cell]] = folds.map { fold in
      let from = fold.testTimes.map { CivilTime(microseconds: $0.lowerBound).stamp } ?? "–"
      let best = fold.verdict.bestBaseline
      let bestError = fold.baselines[best].map { mse.text($0.mse) } ?? "–"
      return [
        .init("\(fold.number)"), .init(NumberText.count(fold.trainRows.count)),
        .init(NumberText.count(fold.testRows.count)), .init(from),
        .init(mse.text(fold.metrics.mse)), .init(ModelName.text(best)), .init(bestError),
        .init(fold.verdict.skill.map { NumberText.percent($0) } ?? "–"),
      ]
    }
    return Table(columns, rows: rows)
  }

  private func summaryTable(unit: String?) -> Table {
    func text(_ spread: Spread, _ kind: MetricKind) -> String {
      let deviation = spread.deviation.map { " ± \(kind.text($0))" } ?? ""
      return kind.text(spread.mean) + deviation
    }
    let columns: [Table.Column] = [
      .init("mean ± deviation over folds", .leading),
      .init(MetricKind.mse.heading(unit: unit)), .init(MetricKind.rmse.heading(unit: unit)),
      .init(MetricKind.mae.heading(unit: unit)),
    ]
    let best = summaries.map(\.mse.mean).min()
    let rows: [[Table.Cell]] = summaries.map { summary in
      [
        .init(ModelName.text(summary.name)),
        .init(text(summary.mse, .mse), isBest: summary.mse.mean == best),
        .init(text(summary.rmse, .rmse)), .init(text(summary.mae, .mae)),
      ]
    }
    return Table(columns, rows: rows, focus: 0)
  }
}
