/// Bars from one value of the x axis to another, each in a lane of the y axis: what holds from when to
/// when.
public struct SpanMark: Mark {
  /// One bar.
  public struct Span: Sendable, Equatable {
    /// Where it begins.
    public var from: Double
    /// Where it ends.
    public var to: Double
    /// The value of the y axis that it lies on.
    public var lane: Double

    /// A bar.
    public init(from: Double, to: Double, lane: Double) {
      self.from = from
      self.to = to
      self.lane = lane
    }
  }

  /// The bars, the first at the back.
  public var spans: [Span]
  /// How far a bar reaches along the y axis.
  public var thickness: Double
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// 0 (invisible) to 1.
  public var opacity: Double

  /// Bars in lanes.
  public init(
    _ spans: [Span], thickness: Double = 0.8, label: String? = nil, paint: Paint? = nil,
    opacity: Double = 0.9
  ) {
    self.spans = spans
    self.thickness = thickness
    self.label = label
    self.paint = paint
    self.opacity = opacity
  }

  /// How the series is shown in the legend.
  public var sample: LegendSample { .block(opacity: opacity) }

  /// The ranges of the values that should be visible.
  public var extent: Extent {
    Extent(x: spans.map(\.from), y: spans.map { $0.lane - thickness / 2 })
      .union(Extent(x: spans.map(\.to), y: spans.map { $0.lane + thickness / 2 }))
  }

  /// The shapes of the mark, in pixels of the plot: one path, in which bars that fall on the same pixels
  /// stand once.
  public func shapes(in plot: Plot) -> [Shape] {
    var drawn: Set<[Int]> = []
    let areas = spans.compactMap { span -> [Point]? in
      let start = plot.point(span.from, span.lane - thickness / 2)
      var end = plot.point(span.to, span.lane + thickness / 2)
      guard start.x.isFinite, start.y.isFinite, end.x.isFinite, end.y.isFinite else { return nil }
      // A short bar is seen all the same.
      end.x = max(end.x, start.x + 0.7)
      let pixels = [start.x, end.x, start.y, end.y].map {
        Int(min(max($0 * 2, -1e6), 1e6).rounded())
      }
      guard drawn.insert(pixels).inserted else { return nil }
      return [start, Point(x: end.x, y: start.y), end, Point(x: start.x, y: end.y)]
    }
    return areas.isEmpty ? [] : [.areas(areas, plot.paint, opacity: opacity)]
  }
}
