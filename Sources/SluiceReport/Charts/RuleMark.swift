/// A straight line across the whole plot at one value, with its name beside it.
public struct RuleMark: Mark {
  /// Where the line runs.
  public var place: Place
  /// The text at the line; it is not listed in the legend.
  public var name: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// How the line is broken up.
  public var pattern: Stroke.Pattern

  /// A line at a value; muted and dashed unless told otherwise.
  public init(
    _ place: Place, label name: String? = nil, paint: Paint = .muted,
    pattern: Stroke.Pattern = .dashed
  ) {
    self.place = place
    self.name = name
    self.paint = paint
    self.pattern = pattern
  }

  /// Where a rule runs.
  public enum Place: Sendable {
    /// Across, at a value of the y axis.
    case horizontal(at: Double)
    /// Up, at a value of the x axis.
    case vertical(at: Double)
  }

  /// Name in the legend; nil: not listed.
  public var label: String? { nil }
  /// How the series is shown in the legend.
  public var sample: LegendSample { .line(pattern) }

  /// The ranges of the values that should be visible.
  public var extent: Extent {
    switch place {
    case .horizontal(let value): Extent(y: value.isFinite ? value...value : nil)
    case .vertical(let value): Extent(x: value.isFinite ? value...value : nil)
    }
  }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    let frame = plot.frame
    let ends: [Point]
    var style = TextStyle(plot.paint, size: plot.textSize)
    var anchor: Point
    switch place {
    case .horizontal(let value):
      let y = plot.y.position(of: value)
      guard y.isFinite else { return [] }
      ends = [Point(x: frame.x, y: y), Point(x: frame.right, y: y)]
      style.anchor = .end
      let isNearTop = y < frame.y + plot.textSize * 1.5
      anchor = Point(x: frame.right - 4, y: isNearTop ? y + plot.textSize + 2 : y - 4)
    case .vertical(let value):
      let x = plot.x.position(of: value)
      guard x.isFinite else { return [] }
      ends = [Point(x: x, y: frame.y), Point(x: x, y: frame.bottom)]
      let isNearRight = x + 6 + style.width(of: name ?? "") > frame.right
      style.anchor = isNearRight ? .end : .start
      anchor = Point(x: x + (isNearRight ? -5 : 5), y: frame.y + plot.textSize)
    }
    var shapes: [Shape] = [.strokes([ends], Stroke(plot.paint, width: 1.2, pattern: pattern))]
    if let name { shapes.append(.text(name, style, at: anchor)) }
    return shapes
  }
}
