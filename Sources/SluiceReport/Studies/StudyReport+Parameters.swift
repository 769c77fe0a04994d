import SluiceTuning

/// What the trials say of the parameters.
extension StudyReport {
  var parameters: [Hyperparameter] { results.definition.space.parameters }

  private var importances: ParameterImportances? {
    ParameterImportances(of: results.definition.space, in: results.trials)
  }

  /// Bars of the importances, the longest on top.
  var importanceCharts: [NamedChart] {
    guard let shares = importances?.shares else { return [] }
    let chart = Chart(
      "Importance for \(results.definition.objectives[0].name)",
      summary: shares.map { "\($0.name) \(NumberText.percent($0.share, 0))" }
        .joined(separator: ", "),
      x: .percent("share of the variation"),
      y: Axis("", kind: .categories(shares.map(\.name))),
      marks: [
        BarMark(
          shares.map { ($0.share * 1000).rounded() / 10 }, paint: .series(0), isHorizontal: true,
          showsValues: true)
      ], height: 60 + 30 * Double(max(shares.count, 2)))
    return [NamedChart(name: "importances", chart: chart, note: nil)]
  }

  /// A line for each trial through its places on all parameters.
  var parallelCharts: [NamedChart] {
    // Worst first, so that the best lie on top.
    let shown = results.ranked.prefix(200).reversed()
    guard shown.count > 1, parameters.count > 1 else { return [] }
    // Those that are always in play first: a line that jumps over others is hard to follow.
    let axes =
      parameters.filter { $0.condition == nil } + parameters.filter { $0.condition != nil }
    let objectives = results.definition.objectives
    let outcomes = objectives.indices.map { index in
      objectiveAxis(shown.map { $0.values[index] }, index: index)
        .positions(of: shown.map { $0.values[index] })
    }
    let marks: [any Mark] = shown.enumerated().map { place, trial in
      var points = axes.enumerated().compactMap { index, parameter in
        trial.parameters[parameter.name].flatMap(parameter.domain.position)
          .map { (Double(index), $0) }
      }
      for (index, positions) in outcomes.enumerated() where positions[place].isFinite {
        points.append((Double(axes.count + index), positions[place]))
      }
      let share = Double(place) / Double(shown.count - 1)
      return LineMark(
        x: points.map(\.0), y: points.map(\.1),
        paint: .fixed(ColourRamp.sequential.colour(0.2 + 0.7 * share)),
        width: place == shown.count - 1 ? 3 : 1.2)
    }
    let chart = Chart(
      "Parallel coordinates",
      summary: "The \(shown.count) best trials as lines over \(parameters.count) parameters.",
      x: Axis("", kind: .categories(Self.shortNames(axes) + objectives.map(\.name))),
      y: Axis("from low to high", range: 0...1),
      marks: marks)
    return [
      NamedChart(
        name: "parallel-coordinates", chart: chart,
        note:
          "Each parameter's place between its lowest and its highest value, and at the end what "
          + "came of it; the best trial's line is the thickest. A line leaves out a parameter that "
          + "was not in play.")
    ]
  }

  /// The objective over each parameter.
  var sliceCharts: [NamedChart] {
    let complete = results.ranked
    guard complete.count > 1 else { return [] }
    return parameters.compactMap { parameter in
      let known = complete.compactMap { trial in
        trial.parameters[parameter.name].flatMap { parameter.domain.place($0) }
          .map { ($0, trial.values[0]) }
      }
      guard !known.isEmpty else { return nil }
      var marks: [any Mark] = [
        PointMark(x: known.map(\.0), y: known.map(\.1), paint: .series(0), radius: 3)
      ]
      if let best = results.front.first, results.front.count == 1,
        let place = best.parameters[parameter.name].flatMap(parameter.domain.place)
      {
        marks.append(
          PointMark(x: [place], y: [best.values[0]], label: "best", paint: .series(1), radius: 4.5))
      }
      let chart = Chart(
        "\(results.definition.objectives[0].name) by \(parameter.name)",
        summary: "\(known.count) trials over \(parameter.name).",
        x: parameter.domain.axis(parameter.name), y: objectiveAxis(known.map(\.1)), marks: marks)
      return NamedChart(name: "slice-\(Self.fileName(parameter.name))", chart: chart, note: nil)
    }
  }

  /// The mean objective over the pairs of the three most important parameters.
  var contourCharts: [NamedChart] {
    // A grid shows what was measured, not what a forest makes of it.
    guard gridCharts.isEmpty, let importances else { return [] }
    let top = importances.shares.prefix(3).compactMap { results.definition.space[$0.name] }
    return top.indices.flatMap { i in
      top.indices.dropFirst(i + 1).map { j in contour(importances, top[i], top[j]) }
    }
  }

  private func contour(
    _ importances: ParameterImportances, _ across: Hyperparameter, _ up: Hyperparameter
  ) -> NamedChart {
    let (columns, rows) = (across.domain.cells, up.domain.cells)
    let values = importances.mean(
      over: across.name, and: up.name, columns: columns.count, rows: rows.count)
    let trials = results.ranked.compactMap { trial -> (Double, Double)? in
      guard let x = trial.parameters[across.name].flatMap(across.domain.position),
        let y = trial.parameters[up.name].flatMap(up.domain.position)
      else { return nil }
      // Places of cells: the first one reaches from -1/2 to 1/2.
      return (x * Double(columns.count) - 0.5, y * Double(rows.count) - 0.5)
    }
    let chart = Chart(
      "\(results.definition.objectives[0].name) by \(across.name) and \(up.name)",
      summary: "The mean objective over \(across.name) and \(up.name).",
      x: Axis(across.name, kind: .categories(columns)), y: Axis(up.name, kind: .categories(rows)),
      marks: [
        HeatMapMark(values),
        PointMark(x: trials.map(\.0), y: trials.map(\.1), paint: .series(1), radius: 2),
      ])
    let names = [across.name, up.name].map(Self.fileName)
    return NamedChart(name: "contour-\(names[0])-\(names[1])", chart: chart, note: nil)
  }

  /// The last parts of names that are paths, where each of them is some parameter's alone.
  private static func shortNames(_ parameters: [Hyperparameter]) -> [String] {
    let names = parameters.map(\.name)
    let short = names.map { String($0.split(separator: ".").last ?? "") }
    return Set(short).count == names.count ? short : names
  }

  /// A parameter's name as part of a file's name.
  static func fileName(_ name: String) -> String {
    String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }
}

extension Axis {
  /// Where values lie between the least and the greatest finite one, from 0 to 1 on the axis's scale.
  fileprivate func positions(of values: [Double]) -> [Double] {
    let finite = values.filter(\.isFinite)
    let scale = Scale(
      kind: kind, lower: finite.min() ?? 0, upper: finite.max() ?? 1, start: 0, end: 1)
    return values.map(scale.position)
  }
}

extension Hyperparameter.Domain {
  /// Where a value stands on the domain's axis.
  fileprivate func place(_ value: ParameterValue) -> Double? {
    if case .categorical(let values) = self { return values.firstIndex(of: value).map(Double.init) }
    return value.number
  }

  fileprivate func axis(_ name: String) -> Axis {
    switch self {
    case .categorical(let values):
      Axis(name, kind: .categories(values.map(StudyResults.text)))
    case .integer(_, _, let scale):
      Axis(name, kind: scale == .log ? .logarithmic : .linear, isWhole: true)
    case .float(_, _, let scale): Axis(name, kind: scale == .log ? .logarithmic : .linear)
    }
  }

  /// The names of the cells that the domain is cut into for a heat map.
  fileprivate var cells: [String] {
    if let count, count <= 12, let values { return values.map(StudyResults.text) }
    return (0..<12).map { StudyResults.text(value(at: (Double($0) + 0.5) / 12)) }
  }
}
