/// A chart as a value: what is shown, not how it is drawn.
///
/// A renderer such as `SVGRenderer` lays it out and draws it. Marks are drawn in order, the first
/// at the back; a new kind of mark is one type that conforms to `Mark`.
///
///     let chart = Chart(
///       "Loss by epoch", x: Axis("epoch"), y: Axis("loss", unit: "kW²", kind: .logarithmic),
///       marks: [
///         LineMark(training, label: "training"),
///         LineMark(validation, label: "validation"),
///         RuleMark(.vertical(at: 17), label: "best epoch"),
///       ])
///     let svg = SVGRenderer().render(chart)
public struct Chart: Sendable {
  /// What the chart is called; also the heading above it.
  public var title: String
  /// What can be seen, in one or two sentences, for those who do not see the picture.
  public var summary: String
  /// The axis across.
  public var x: Axis
  /// The axis up.
  public var y: Axis
  /// What is drawn, the first at the back.
  public var marks: [any Mark]
  /// How many pixels high the chart should be, where the renderer's height does not suit it.
  public var height: Double?

  /// A chart; the summary says the title again where none is given.
  public init(
    _ title: String, summary: String? = nil, x: Axis, y: Axis, marks: [any Mark] = [],
    height: Double? = nil
  ) {
    self.title = title
    self.summary = summary ?? title
    self.x = x
    self.y = y
    self.marks = marks
    self.height = height
  }
}
