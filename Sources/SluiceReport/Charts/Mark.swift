/// Something that a chart shows: a line, bars, a band, the cells of a heat map.
///
/// Values come in the units of the axes; NaN means that there is no value there, and every mark
/// must take empty data, and a million points without drawing a million shapes.
public protocol Mark: Sendable {
  /// Name in the legend; nil: not listed. Marks of one name are one series: they share their
  /// colour and are switched on and off together.
  var label: String? { get }
  /// The colour; nil: the next of the palette.
  var paint: Paint? { get }
  /// The ranges of the values that should be visible.
  var extent: Extent { get }
  /// How the series is shown in the legend.
  var sample: LegendSample { get }
  /// Pixels that the mark of a value may reach beyond the value's place, and so over the edge of the data
  /// area; 0 unless told otherwise.
  var overhang: Double { get }
  /// The shapes of the mark, in pixels of the plot.
  func shapes(in plot: Plot) -> [Shape]
}

extension Mark {
  /// Nothing reaches beyond the place of its value.
  public var overhang: Double { 0 }
}

/// How a series is shown in the legend.
public enum LegendSample: Sendable {
  /// A short line.
  case line(Stroke.Pattern)
  /// A dot.
  case dot
  /// A small filled block.
  case block(opacity: Double)
  /// A strip of colours between the texts for its two ends.
  case ramp(ColourRamp, low: String, high: String)
}

/// Where a mark is drawn: the data area, its scales and the colour of the series.
public struct Plot: Sendable {
  /// The data area in pixels.
  public let frame: Rectangle
  /// Values across.
  public let x: Scale
  /// Values up.
  public let y: Scale
  /// Colour of the series.
  public let paint: Paint
  /// Height of small text in pixels.
  public let textSize: Double

  /// The pixel of a pair of values; coordinates are NaN where a value has no place.
  public func point(_ xValue: Double, _ yValue: Double) -> Point {
    Point(x: x.position(of: xValue), y: y.position(of: yValue))
  }

  /// The pixel up from which bars and areas grow: that of zero, or the lower edge.
  var base: Double {
    guard y.kind != .logarithmic else { return y.start }
    return y.position(of: min(max(0, y.lower), y.upper))
  }
}

/// The smallest and largest finite values of a mark along both axes; nil where there are none.
public struct Extent: Sendable, Equatable {
  /// Range across.
  public var x: ClosedRange<Double>?
  /// Range up.
  public var y: ClosedRange<Double>?

  /// An extent from known ranges.
  public init(x: ClosedRange<Double>? = nil, y: ClosedRange<Double>? = nil) {
    self.x = x
    self.y = y
  }

  /// The extent of points; a point counts only where both of its values are finite.
  public init(x: [Double], y: [Double]) {
    var xLow = Double.infinity
    var xHigh = -Double.infinity
    var yLow = Double.infinity
    var yHigh = -Double.infinity
    for index in 0..<min(x.count, y.count) where x[index].isFinite && y[index].isFinite {
      xLow = min(xLow, x[index])
      xHigh = max(xHigh, x[index])
      yLow = min(yLow, y[index])
      yHigh = max(yHigh, y[index])
    }
    self.init()
    guard xLow <= xHigh else { return }
    (self.x, self.y) = (xLow...xHigh, yLow...yHigh)
  }

  /// The smallest extent that holds both.
  func union(_ other: Extent) -> Extent {
    Extent(x: Self.union(x, other.x), y: Self.union(y, other.y))
  }

  private static func union(
    _ a: ClosedRange<Double>?, _ b: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    guard let a, let b else { return a ?? b }
    return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }
}
