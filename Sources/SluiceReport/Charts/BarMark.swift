/// Bars from zero: upright over an x axis, or lying where the y axis has named places.
public struct BarMark: Mark {
  /// The middle of each bar along its axis.
  public var places: [Double]
  /// The length of each bar, as many values.
  public var values: [Double]
  /// How far a bar reaches along its axis.
  public var thickness: Double
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// Whether bars lie, starting at the y axis.
  public var isHorizontal: Bool
  /// Whether the value is written at the end of its bar.
  public var showsValues: Bool

  /// Bars at places along an axis; `values` holds as many values as `places`.
  public init(
    places: [Double], values: [Double], thickness: Double = 0.8, label: String? = nil,
    paint: Paint? = nil, isHorizontal: Bool = false, showsValues: Bool = false
  ) {
    precondition(
      places.count == values.count, "BarMark: \(places.count) places, \(values.count) values")
    self.places = places
    self.values = values
    self.thickness = thickness
    self.label = label
    self.paint = paint
    self.isHorizontal = isHorizontal
    self.showsValues = showsValues
  }

  /// Bars at the named places 0, 1, 2 and so on of an axis.
  public init(
    _ values: [Double], label: String? = nil, paint: Paint? = nil, isHorizontal: Bool = false,
    showsValues: Bool = false
  ) {
    self.init(
      places: values.indices.map(Double.init), values: values, label: label, paint: paint,
      isHorizontal: isHorizontal, showsValues: showsValues)
  }

  /// How the series is shown in the legend.
  public var sample: LegendSample { .block(opacity: 0.9) }

  /// The ranges of the values that should be visible.
  public var extent: Extent {
    let bare = Extent(x: places, y: values)
    guard let along = bare.x, let lengths = bare.y else { return Extent() }
    let half = thickness / 2
    let places = (along.lowerBound - half)...(along.upperBound + half)
    var (low, high) = (min(lengths.lowerBound, 0), max(lengths.upperBound, 0))
    if showsValues {
      // Room for the texts at the ends of the longest bars.
      let margin = high * 0.12 - low * 0.12
      if high > 0 { high += margin }
      if low < 0 { low -= margin }
    }
    let reach = low...high
    return isHorizontal ? Extent(x: reach, y: places) : Extent(x: places, y: reach)
  }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    // Bars narrower than a pixel become the outline that they would paint together.
    let along = isHorizontal ? plot.frame.height : plot.frame.width
    guard Double(places.count) <= along || isHorizontal else {
      let order = places.indices.sorted { places[$0] < places[$1] }
      let zeros = [Double](repeating: 0, count: places.count)
      return BandMark(
        x: order.map { places[$0] }, lower: zeros, upper: order.map { values[$0] }, opacity: 0.9
      ).shapes(in: plot)
    }
    return places.indices.flatMap { bar($0, in: plot) }
  }

  private func bar(_ index: Int, in plot: Plot) -> [Shape] {
    let value = values[index]
    let (from, to) = (places[index] - thickness / 2, places[index] + thickness / 2)
    let rectangle: Rectangle
    let end: Point
    if isHorizontal {
      let zero = plot.x.kind == .logarithmic ? plot.x.start : plot.x.position(of: 0)
      let reach = plot.x.position(of: value)
      rectangle = Rectangle(
        from: Point(x: zero, y: plot.y.position(of: from)),
        to: Point(x: reach, y: plot.y.position(of: to)))
      end = Point(x: reach, y: rectangle.y + rectangle.height / 2)
    } else {
      let reach = plot.y.position(of: value)
      rectangle = Rectangle(
        from: Point(x: plot.x.position(of: from), y: plot.base),
        to: Point(x: plot.x.position(of: to), y: reach))
      end = Point(x: rectangle.x + rectangle.width / 2, y: reach)
    }
    guard rectangle.width.isFinite, rectangle.height.isFinite else { return [] }
    let text = NumberText.significant(value, 4)
    var shapes: [Shape] = [.rectangle(rectangle, plot.paint, opacity: 0.9, tip: text)]
    if showsValues { shapes.append(valueText(text, at: end, in: plot)) }
    return shapes
  }

  private func valueText(_ text: String, at end: Point, in plot: Plot) -> Shape {
    var style = TextStyle(.ink, size: plot.textSize, anchor: .middle)
    guard isHorizontal else {
      let isBelow = end.y > plot.base
      return .text(text, style, at: Point(x: end.x, y: end.y + (isBelow ? plot.textSize : -4)))
    }
    // Behind the end of the bar where there is room, otherwise inside it.
    let fits = end.x + style.width(of: text) + 8 < plot.frame.right
    style.anchor = fits ? .start : .end
    style.paint = fits ? .ink : .background
    return .text(
      text, style, at: Point(x: end.x + (fits ? 5 : -5), y: end.y + plot.textSize * 0.36))
  }
}
