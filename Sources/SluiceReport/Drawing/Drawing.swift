/// A chart laid out in pixels: shapes in drawing order, ready for any renderer.
///
/// `Chart` says what is shown, `Drawing` where every stroke goes. A renderer to another format
/// reads the shapes and needs to know nothing of axes or marks.
public struct Drawing: Sendable {
  /// Pixels across.
  public var width: Double
  /// Pixels down.
  public var height: Double
  /// What the picture is called.
  public var title: String
  /// What the picture shows, in words for those who do not see it.
  public var summary: String
  /// The data area, and how pixels in it are read back as values.
  public var readout: Readout?
  /// Strokes, areas and texts, the first at the back.
  public var shapes: [Shape]
}

/// One thing that is drawn.
public indirect enum Shape: Sendable {
  /// Open strokes; each run of points is one unbroken stroke, a single point is a dot.
  case strokes([[Point]], Stroke)
  /// Closed areas without an outline.
  case areas([[Point]], Paint, opacity: Double)
  /// Rectangles of one colour; the text is shown on pointing at it.
  case rectangle(Rectangle, Paint, opacity: Double, tip: String?)
  /// Discs of one size and colour.
  case discs([Point], radius: Double, Paint, opacity: Double)
  /// A line of text.
  case text(String, TextStyle, at: Point)
  /// The shapes of one series, or its entry in the legend, which belong together.
  case series(SeriesTag, [Shape])
  /// Shapes cut off at the edge of a rectangle.
  case clipped(Rectangle, [Shape])
}

/// To which series a group of shapes belongs, and as what.
public struct SeriesTag: Sendable, Equatable {
  /// The same for all shapes of one series.
  public var number: Int
  /// Name of the series, if it has one.
  public var label: String?
  /// Whether the shapes are its entry in the legend; otherwise they are in the data area.
  public var isLegend: Bool

  /// A part of a series.
  public init(number: Int, label: String?, isLegend: Bool) {
    self.number = number
    self.label = label
    self.isLegend = isLegend
  }
}

/// How a line is stroked.
public struct Stroke: Sendable {
  /// Colour of the line.
  public var paint: Paint
  /// Pixels across the line.
  public var width: Double
  /// How the line is broken up.
  public var pattern: Pattern
  /// 0 (invisible) to 1.
  public var opacity: Double

  /// A stroke; solid, 1.6 pixels wide unless told otherwise.
  public init(
    _ paint: Paint, width: Double = 1.6, pattern: Pattern = .solid, opacity: Double = 1
  ) {
    self.paint = paint
    self.width = width
    self.pattern = pattern
    self.opacity = opacity
  }

  /// Solid, dashed or dotted: tells lines apart where colours do not.
  public enum Pattern: Sendable {
    /// Unbroken.
    case solid
    /// Long dashes.
    case dashed
    /// Dots.
    case dotted
  }
}

/// How a text is set.
public struct TextStyle: Sendable {
  /// Colour of the letters.
  public var paint: Paint
  /// Height of the letters in pixels.
  public var size: Double
  /// Which part of the text lies at its point.
  public var anchor: Anchor
  /// Whether the text stands out.
  public var isBold: Bool
  /// Whether the text runs upwards.
  public var isVertical: Bool

  /// A style for a line of text.
  public init(
    _ paint: Paint, size: Double, anchor: Anchor = .start, isBold: Bool = false,
    isVertical: Bool = false
  ) {
    self.paint = paint
    self.size = size
    self.anchor = anchor
    self.isBold = isBold
    self.isVertical = isVertical
  }

  /// Which part of a text lies at its point.
  public enum Anchor: Sendable {
    /// The text begins there.
    case start
    /// The text is centred there.
    case middle
    /// The text ends there.
    case end
  }

  /// The width of a text in pixels, near enough for layout without reading font files.
  func width(of text: String) -> Double {
    var ems = 0.0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "i", "l", "j", "t", "f", "r", "I", ".", ",", ":", ";", "'", " ", "|": ems += 0.33
      case "m", "w", "M", "W", "%", "@": ems += 0.88
      case "A"..."Z": ems += 0.67
      default: ems += 0.57
      }
    }
    return ems * size * (isBold ? 1.06 : 1)
  }

  /// The text, or its beginning with an ellipsis where it is wider than the room it has.
  func shortened(_ text: String, to room: Double) -> String {
    guard width(of: text) > room else { return text }
    var kept = text
    // Widths are estimated: what is cut anyway is cut so that it surely fits.
    while !kept.isEmpty, width(of: kept + "…") > room * 0.92 { kept.removeLast() }
    return kept + "…"
  }
}

/// The data area of a drawing and its two scales, from which pixels are read back as values.
public struct Readout: Sendable {
  /// The data area.
  public var frame: Rectangle
  /// Values across.
  public var x: Scale
  /// Values up.
  public var y: Scale
  /// Unit of the values up, empty if they have none.
  public var unit: String
}
