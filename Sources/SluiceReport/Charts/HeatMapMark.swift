/// A grid of coloured cells: counts of a confusion matrix, scores of a grid search, importance by
/// time and feature.
///
/// Row i stands at i of the y axis, column j at j of the x axis. Along an axis of named places the
/// first row is on top.
public struct HeatMapMark: Mark {
  /// Rows of cells, each as long as the first; NaN is a cell without a value.
  public var values: [[Double]]
  /// Texts in the cells, in the shape of the values, lines apart by "\n"; nil: no texts.
  ///
  /// Texts of all cells have one size; where cells are too small, the first lines stand alone, or none.
  public var annotations: [[String]]?
  /// Colours from the smallest to the largest value.
  public var ramp: ColourRamp
  /// What the colours mean, in the legend; nil where the chart's title says it.
  public var legend: String?
  /// Values at the two ends of the ramp; nil: the range of the data, for a diverging ramp
  /// widened so that zero is in its middle.
  public var range: ClosedRange<Double>?

  /// Cells from rows of values; every row is as long as the first.
  public init(
    _ values: [[Double]], annotations: [[String]]? = nil, ramp: ColourRamp = .sequential,
    range: ClosedRange<Double>? = nil, legend: String? = nil
  ) {
    let width = values.first?.count ?? 0
    precondition(
      values.allSatisfy { $0.count == width }, "HeatMapMark: rows differ in length")
    precondition(
      annotations.map { $0.map(\.count) == values.map(\.count) } ?? true,
      "HeatMapMark: annotations have another shape than the values")
    self.values = values
    self.annotations = annotations
    self.ramp = ramp
    self.range = range
    self.legend = legend
  }

  /// What the colours mean, or empty: the legend shows them and the values at their ends anyway.
  public var label: String? { limits == nil ? nil : legend ?? "" }
  /// The colour; nil: the next of the palette.
  public var paint: Paint? { .ink }

  /// How the series is shown in the legend.
  public var sample: LegendSample {
    let limits = limits ?? 0...0
    return .ramp(
      ramp, low: NumberText.significant(limits.lowerBound, 3),
      high: NumberText.significant(limits.upperBound, 3))
  }

  /// The ranges of the values that should be visible.
  public var extent: Extent {
    guard let width = values.first?.count, width > 0 else { return Extent() }
    return Extent(x: -0.5...(Double(width) - 0.5), y: -0.5...(Double(values.count) - 0.5))
  }

  private var limits: ClosedRange<Double>? {
    if let range { return range }
    let finite = values.joined().filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    guard ramp == .diverging else { return low...high }
    let reach = max(abs(low), abs(high))
    return -reach...reach
  }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    guard let limits, let width = values.first?.count else { return [] }
    // Cells smaller than two pixels are joined into blocks that show their mean.
    let across = max(1, (width * 2 + Int(plot.frame.width) - 1) / max(Int(plot.frame.width), 1))
    let down = max(
      1, (values.count * 2 + Int(plot.frame.height) - 1) / max(Int(plot.frame.height), 1))
    let lettering = Lettering(
      annotations ?? [],
      width: abs(plot.x.position(of: 1) - plot.x.position(of: 0)),
      height: abs(plot.y.position(of: 1) - plot.y.position(of: 0)), largest: plot.textSize)
    var shapes: [Shape] = []
    for row in stride(from: 0, to: values.count, by: down) {
      for column in stride(from: 0, to: width, by: across) {
        let rows = row..<min(row + down, values.count)
        let columns = column..<min(column + across, width)
        shapes += cell(rows, columns, limits, lettering, in: plot)
      }
    }
    return shapes
  }

  /// How the texts of all cells are set.
  private struct Lettering {
    /// How many lines of each text are shown.
    var lines: Int
    var size: Double

    /// The most lines that fit into cells of a size in letters that can be read; nil when none do.
    init?(_ texts: [[String]], width: Double, height: Double, largest: Double) {
      let texts = texts.joined().map { $0.split(separator: "\n") }
      let most = texts.map(\.count).max() ?? 0
      for lines in stride(from: most, to: 0, by: -1) {
        let unit = TextStyle(.ink, size: 1)
        let shown = texts.flatMap { $0.prefix(lines) }
        let widest = shown.map { unit.width(of: String($0)) }.max() ?? 1
        let size = min(largest, (width - 6) / widest, (height - 3) / (Double(lines) * 1.15))
        guard size >= 7 else { continue }
        self.lines = lines
        self.size = size
        return
      }
      return nil
    }
  }

  private func cell(
    _ rows: Range<Int>, _ columns: Range<Int>, _ limits: ClosedRange<Double>,
    _ lettering: Lettering?, in plot: Plot
  ) -> [Shape] {
    let finite = rows.flatMap { row in columns.map { values[row][$0] } }.filter(\.isFinite)
    let rectangle = Rectangle(
      from: plot.point(Double(columns.lowerBound) - 0.5, Double(rows.lowerBound) - 0.5),
      to: plot.point(Double(columns.upperBound) - 0.5, Double(rows.upperBound) - 0.5))
    guard !finite.isEmpty else {
      return [.rectangle(rectangle, .grid, opacity: 0.5, tip: "no value")]
    }
    let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
    // Halves keep the difference of the largest doubles finite.
    let span = limits.upperBound / 2 - limits.lowerBound / 2
    let colour = ramp.colour(span > 0 ? (mean / 2 - limits.lowerBound / 2) / span : 0.5)
    let isSingle = rows.count * columns.count == 1
    let annotation =
      isSingle ? annotations?[rows.lowerBound][columns.lowerBound] : nil
    var shapes: [Shape] = [
      .rectangle(
        rectangle, .fixed(colour), opacity: 1,
        tip: isSingle ? tip(annotation) ?? NumberText.significant(mean, 4) : nil)
    ]
    guard let annotation, let lettering else { return shapes }
    let style = TextStyle(
      .fixed(Colour(hex: colour.isLight ? 0x1A1F26 : 0xFFFFFF)), size: lettering.size,
      anchor: .middle)
    let lines = annotation.split(separator: "\n").prefix(lettering.lines)
    let middle = rectangle.y + rectangle.height / 2
    for (number, line) in lines.enumerated() {
      let below = Double(number) - Double(lines.count - 1) / 2
      let at = Point(
        x: rectangle.x + rectangle.width / 2,
        y: middle + below * lettering.size * 1.15 + lettering.size * 0.36)
      shapes.append(.text(String(line), style, at: at))
    }
    return shapes
  }

  /// A text as it is shown on pointing at its cell; nil for none.
  private func tip(_ annotation: String?) -> String? {
    guard let annotation, !annotation.isEmpty else { return nil }
    return annotation.split(separator: "\n").joined(separator: ", ")
  }
}
