import SluiceModels

extension Picture {
  /// The picture as a chart of a page.
  var chart: Chart {
    switch content {
    case .lines(let lines):
      Chart(
        title, summary: "\(title). \(note)", x: Axis(across), y: Axis(upwards),
        marks: lines.map { LineMark(x: $0.x, y: $0.y, label: $0.name) })
    case .bars(let bars):
      Chart(
        title, summary: "\(title). \(note)", x: Axis(upwards),
        y: Axis(
          "",
          kind: .categories(
            bars.map { ModelName.isModel($0.name) ? ModelName.text($0.name) : $0.name })),
        marks: marks(of: bars),
        // A chart of fewer than 120 pixels has no room for its axes.
        height: max(120, 80 + 26 * Double(bars.count)))
    }
  }

  /// The bar that the finding is about stands out from the others.
  private func marks(of bars: [Bar]) -> [any Mark] {
    [(true, Paint.series(1)), (false, Paint.series(0))].compactMap { isMeant, paint in
      let places = bars.indices.filter { bars[$0].isMeant == isMeant }
      guard !places.isEmpty else { return nil }
      return BarMark(
        places: places.map(Double.init), values: places.map { bars[$0].value }, paint: paint,
        isHorizontal: true, showsValues: true)
    }
  }
}
