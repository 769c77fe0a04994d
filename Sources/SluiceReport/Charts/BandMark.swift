/// The area between two curves: a spread, an interval, or the area under a curve.
public struct BandMark: Mark {
  /// Values across, ascending.
  public var x: [Double]
  /// The lower curve, as many values.
  public var lower: [Double]
  /// The upper curve, as many values.
  public var upper: [Double]
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// 0 (invisible) to 1.
  public var opacity: Double

  /// An area; all three arrays are of one length, and NaN in any of them leaves a hole.
  public init(
    x: [Double], lower: [Double], upper: [Double], label: String? = nil, paint: Paint? = nil,
    opacity: Double = 0.22
  ) {
    precondition(
      x.count == lower.count && x.count == upper.count,
      "BandMark: \(x.count) x values, \(lower.count) lower, \(upper.count) upper")
    self.x = x
    self.lower = lower
    self.upper = upper
    self.label = label
    self.paint = paint
    self.opacity = opacity
  }

  /// The ranges of the values that should be visible.
  public var extent: Extent { Extent(x: x, y: lower).union(Extent(x: x, y: upper)) }
  /// How the series is shown in the legend.
  public var sample: LegendSample { .block(opacity: opacity) }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    // Both edges break at the same places, so that their strokes pair up.
    func edge(_ values: [Double], _ other: [Double]) -> [[Point]] {
      let masked = values.indices.map { other[$0].isFinite ? values[$0] : .nan }
      return PixelColumns.strokes(x: x, y: masked, in: plot)
    }
    let areas = zip(edge(upper, lower), edge(lower, upper)).map { $0 + $1.reversed() }
    return areas.isEmpty ? [] : [.areas(areas, plot.paint, opacity: opacity)]
  }
}
