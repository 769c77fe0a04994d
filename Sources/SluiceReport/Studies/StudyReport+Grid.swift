import SluiceTuning

/// The trials of a grid, cell by cell.
extension StudyReport {
  /// The mean objective of each combination of a grid of two or three parameters, as annotated heat
  /// maps: one, or one for each value of a third parameter.
  var gridCharts: [NamedChart] {
    guard results.definition.sampler is GridSampler, !results.ranked.isEmpty,
      parameters.allSatisfy({ $0.condition == nil })
    else { return [] }
    let axes = parameters.map { GridAxis($0, in: results.ranked) }.filter { $0.values.count > 1 }
    guard (2...3).contains(axes.count), axes.allSatisfy({ $0.values.count <= 24 }) else {
      return []
    }
    // The longest axis runs across, and the shortest of three tells the maps apart; of equal ones
    // the first stands first.
    let order = axes.indices.sorted {
      (axes[$1].values.count, $0) < (axes[$0].values.count, $1)
    }.map { axes[$0] }
    let means = GridMeans(results.ranked, of: Set(axes.map(\.name)))
    guard axes.count == 3 else { return [map(order[0], order[1], means, facet: nil)] }
    return order[2].values.map { map(order[0], order[1], means, facet: (order[2].name, $0)) }
  }

  private func map(
    _ across: GridAxis, _ up: GridAxis, _ means: GridMeans,
    facet: (name: String, value: ParameterValue)?
  ) -> NamedChart {
    let objective = results.definition.objectives[0]
    var fixed: Hyperparameters = [:]
    if let facet { fixed[facet.name] = facet.value }
    let values = up.values.map { row in
      across.values.map { column in
        means.mean(of: fixed.merging([across.name: column, up.name: row]) { $1 })
      }
    }
    let finite = values.joined().filter(\.isFinite)
    let best = finite.min { objective.loss($0) < objective.loss($1) }
    let place = facet.map { ", \($0.name) \(StudyResults.text($0.value))" } ?? ""
    let chart = Chart(
      "\(objective.name) by \(across.name) and \(up.name)\(place)",
      summary: best.map { "The best mean\(place) is \(NumberText.significant($0, 4))." },
      x: Axis(across.name, kind: .categories(across.values.map(StudyResults.text))),
      y: Axis(up.name, kind: .categories(up.values.map(StudyResults.text))),
      marks: [
        HeatMapMark(
          values,
          annotations: values.map { row in
            row.map { $0.isFinite ? NumberText.significant($0, 4, padded: true) : "" }
          }, range: means.range)
      ], height: 110 + 40 * Double(up.values.count))
    let name = facet.map { "-\(Self.fileName($0.name))-\(Self.fileName("\($0.value)"))" } ?? ""
    return NamedChart(name: "grid\(name)", chart: chart, note: nil)
  }
}

/// The values of one parameter that were tried, in the order of its domain.
private struct GridAxis {
  let name: String
  let values: [ParameterValue]

  init(_ parameter: Hyperparameter, in trials: [Trial]) {
    name = parameter.name
    let tried = Set(trials.compactMap { $0.parameters[parameter.name] })
    values = tried.compactMap { value in
      parameter.domain.position(of: value).map { (value, $0) }
    }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}

/// The mean of the first objective over the complete trials of each combination.
private struct GridMeans {
  /// From the smallest to the largest mean, so that maps of one grid share their colours.
  let range: ClosedRange<Double>?
  private let means: [Hyperparameters: Double]

  init(_ trials: [Trial], of names: Set<String>) {
    let groups = Dictionary(grouping: trials) { trial in
      trial.parameters.filter { names.contains($0.key) }
    }
    means = groups.mapValues { group in
      group.reduce(0) { $0 + $1.values[0] } / Double(group.count)
    }
    let finite = means.values.filter(\.isFinite)
    range = finite.min().flatMap { low in finite.max().map { low...$0 } }
  }

  /// The mean of a combination; NaN when none of its trials is complete.
  func mean(of combination: Hyperparameters) -> Double { means[combination] ?? .nan }
}
