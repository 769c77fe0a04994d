/// A line through points in the order of their x values.
///
/// A NaN breaks the line; a value alone between two breaks is a dot.
public struct LineMark: Mark {
  /// Values across, ascending.
  public var x: [Double]
  /// Values up, as many.
  public var y: [Double]
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// How the line is broken up.
  public var pattern: Stroke.Pattern
  /// Pixels across the line.
  public var width: Double
  /// Whether a value holds until the next one, instead of changing evenly.
  public var isStepped: Bool
  /// A longer step along x breaks the line; infinity: none does.
  public var widestGap: Double

  /// A line through points; `y` holds as many values as `x`.
  public init(
    x: [Double], y: [Double], label: String? = nil, paint: Paint? = nil,
    pattern: Stroke.Pattern = .solid, width: Double = 1.6, isStepped: Bool = false,
    widestGap: Double = .infinity
  ) {
    precondition(x.count == y.count, "LineMark: \(x.count) x values, \(y.count) y values")
    self.x = x
    self.y = y
    self.label = label
    self.paint = paint
    self.pattern = pattern
    self.width = width
    self.isStepped = isStepped
    self.widestGap = widestGap
  }

  /// A line through values at `first`, `first` + 1 and so on.
  public init(
    _ y: [Float], from first: Int = 0, label: String? = nil, paint: Paint? = nil,
    pattern: Stroke.Pattern = .solid, width: Double = 1.6
  ) {
    self.init(
      x: y.indices.map { Double(first + $0) }, y: y.map(Double.init), label: label, paint: paint,
      pattern: pattern, width: width)
  }

  /// The ranges of the values that should be visible.
  public var extent: Extent { Extent(x: x, y: y) }
  /// How the series is shown in the legend.
  public var sample: LegendSample { .line(pattern) }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    var strokes = PixelColumns.strokes(x: x, y: y, in: plot, widestGap: widestGap)
    if isStepped { strokes = strokes.map(Self.stepped) }
    // A value between two missing ones is a dot, wide enough to be seen.
    let dots = strokes.filter { $0.count == 1 }.flatMap(\.self)
    strokes.removeAll { $0.count == 1 }
    var shapes: [Shape] = []
    if !strokes.isEmpty {
      shapes.append(.strokes(strokes, Stroke(plot.paint, width: width, pattern: pattern)))
    }
    if !dots.isEmpty { shapes.append(.discs(dots, radius: width, plot.paint, opacity: 1)) }
    return shapes
  }

  private static func stepped(_ stroke: [Point]) -> [Point] {
    var result = Array(stroke.prefix(1))
    for (point, next) in zip(stroke, stroke.dropFirst()) {
      result.append(Point(x: next.x, y: point.y))
      result.append(next)
    }
    return result
  }
}
