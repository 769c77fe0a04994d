/// Lays a chart out in pixels: title and legend on top, then the data area between its axes.
struct ChartLayout {
  private let chart: Chart
  private let width: Double
  private let height: Double
  private let showsTitle: Bool
  private let textSize = 12.0
  private var shapes: [Shape] = []
  private var top = 6.0

  private init(_ chart: Chart, width: Double, height: Double, showsTitle: Bool) {
    self.chart = chart
    self.width = width
    self.height = height
    self.showsTitle = showsTitle
  }

  /// The chart in a picture of the given size, at least 160 by 120 pixels.
  static func drawing(
    of chart: Chart, width: Double, height: Double, showsTitle: Bool
  ) -> Drawing {
    precondition(
      width >= 160 && height >= 120, "chart: \(width) by \(height) pixels are too few")
    var layout = ChartLayout(chart, width: width, height: height, showsTitle: showsTitle)
    return layout.drawn()
  }

  private mutating func drawn() -> Drawing {
    addTitle()
    addLegend()
    let extent = chart.marks.reduce(Extent()) { $0.union($1.extent) }
    // A rule alone is no data.
    let xRange = chart.x.range ?? Self.placed(extent.x, chart.x.kind)
    let yRange = chart.y.range ?? Self.placed(extent.y, chart.y.kind)
    guard let xRange, let yRange, extent.x != nil, extent.y != nil else { return empty() }
    let (frame, x, y) = addAxes(xRange, yRange)
    addMarks(frame, x, y)
    return drawing(
      readout: Readout(frame: frame, x: x, y: y, unit: chart.y.unit ?? ""))
  }

  /// A range of data as its axis can show it: zero is infinitely far down a logarithmic one, so
  /// that data reaching to it is shown over six decades.
  private static func placed(
    _ range: ClosedRange<Double>?, _ kind: Axis.Kind
  ) -> ClosedRange<Double>? {
    guard let range, kind == .logarithmic, range.lowerBound <= 0 else { return range }
    let upper = range.upperBound > 0 ? range.upperBound : 1
    return (upper * 1e-6)...upper
  }

  private func drawing(readout: Readout?) -> Drawing {
    Drawing(
      width: width, height: height, title: chart.title, summary: chart.summary,
      readout: readout, shapes: shapes)
  }

  private mutating func empty() -> Drawing {
    let frame = Rectangle(
      x: 12, y: top + 4, width: width - 24, height: max(height - top - 16, 20))
    outline(frame)
    let middle = Point(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2)
    shapes.append(.text("no data", TextStyle(.muted, size: 14, anchor: .middle), at: middle))
    return drawing(readout: nil)
  }

  private mutating func outline(_ frame: Rectangle) {
    let corners = [
      Point(x: frame.x, y: frame.y), Point(x: frame.right, y: frame.y),
      Point(x: frame.right, y: frame.bottom), Point(x: frame.x, y: frame.bottom),
      Point(x: frame.x, y: frame.y),
    ]
    shapes.append(.strokes([corners], Stroke(.grid, width: 1)))
  }

  private mutating func addTitle() {
    guard showsTitle else { return }
    let style = TextStyle(.ink, size: 15, isBold: true)
    shapes.append(.text(chart.title, style, at: Point(x: 12, y: top + 15)))
    top += 26
  }

  private mutating func addLegend() {
    var legend = ChartLegend(width: width, top: top, textSize: textSize)
    legend.add(Self.series(of: chart.marks))
    shapes += legend.shapes
    top = legend.bottom
  }

  // MARK: Axes

  private mutating func addAxes(
    _ xRange: ClosedRange<Double>, _ yRange: ClosedRange<Double>
  ) -> (Rectangle, Scale, Scale) {
    let small = TextStyle(.muted, size: textSize)
    if !chart.y.caption.isEmpty {
      shapes.append(.text(chart.y.caption, small, at: Point(x: 12, y: top + textSize)))
      top += textSize + 4
    }
    let frameTop = top + 8
    let hasContext = chart.x.kind == .time
    let captionHeight = chart.x.caption.isEmpty ? 0 : textSize + 6
    var bottom = height - 6 - captionHeight - (textSize + 6) - (hasContext ? textSize + 3 : 0)

    // The y axis first: the width of its labels decides where the frame begins.
    let yMaximum = max(2, min(7, Int((bottom - frameTop) / 34)))
    let (y, yTicks) = rows(yRange, top: frameTop, bottom: bottom, maximum: yMaximum)
    let labelWidth = min(
      yTicks.map { small.width(of: $0.label) }.max() ?? 0, width * 0.4)
    let left = 12 + labelWidth + 6
    let right = width - 14
    let x = Scale(
      kind: chart.x.kind, lower: xRange.lowerBound, upper: xRange.upperBound, start: left,
      end: right, isWhole: chart.x.isWhole)
    let columns = ChartColumns(x, textSize: textSize, chartHeight: height)
    bottom -= columns.extraHeight
    let placedY = Scale(
      kind: y.kind, lower: y.lower, upper: y.upper,
      start: y.start < y.end ? frameTop : bottom, end: y.start < y.end ? bottom : frameTop)
    let frame = Rectangle(
      x: left, y: frameTop, width: right - left, height: max(bottom - frameTop, 10))
    addRows(yTicks, placedY, frame)
    shapes += columns.shapes(in: frame)
    if !chart.x.caption.isEmpty {
      var style = small
      style.anchor = .end
      shapes.append(.text(chart.x.caption, style, at: Point(x: right, y: height - 7)))
    }
    return (frame, x, placedY)
  }

  /// The scale up and its labels: widened to round numbers; named places run from the top down.
  private func rows(
    _ range: ClosedRange<Double>, top: Double, bottom: Double, maximum: Int
  ) -> (Scale, [Tick]) {
    let (low, high) = (range.lowerBound, range.upperBound)
    if case .categories = chart.y.kind {
      let scale = Scale(kind: chart.y.kind, lower: low, upper: high, start: top, end: bottom)
      return (scale, scale.ticks(maximum: max(1, Int((bottom - top) / (textSize + 2)))))
    }
    let bare = Scale(
      kind: chart.y.kind, lower: low, upper: high, start: bottom, end: top,
      isWhole: chart.y.isWhole)
    guard chart.y.kind == .linear, chart.y.range == nil else {
      return (bare, bare.ticks(maximum: maximum))
    }
    let step = NiceTicks.step(bare.lower, bare.upper, maximum: maximum, isWhole: bare.isWhole)
    let lower = (bare.lower / step + 1e-9).rounded(.down) * step
    let upper = (bare.upper / step - 1e-9).rounded(.up) * step
    let scale = Scale(
      kind: .linear, lower: min(lower, bare.lower), upper: max(upper, bare.upper), start: bottom,
      end: top)
    return (scale, NiceTicks.linear(scale.lower, scale.upper, step: step))
  }

  private mutating func addRows(_ ticks: [Tick], _ y: Scale, _ frame: Rectangle) {
    let isNamed = if case .categories = y.kind { true } else { false }
    let style = TextStyle(.muted, size: textSize, anchor: .end)
    var lines: [[Point]] = []
    for tick in ticks {
      let place = y.position(of: tick.value)
      if !isNamed {
        lines.append([Point(x: frame.x, y: place), Point(x: frame.right, y: place)])
      }
      shapes.append(
        .text(
          style.shortened(tick.label, to: frame.x - 12), style,
          at: Point(x: frame.x - 6, y: place + textSize * 0.36)))
    }
    if !lines.isEmpty { shapes.insert(.strokes(lines, Stroke(.grid, width: 1)), at: 0) }
    // The line that values are read from: zero where there are values on both sides of it.
    let zero = y.kind == .linear && y.lower < 0 && y.upper > 0 ? y.position(of: 0) : frame.bottom
    let base = [Point(x: frame.x, y: zero), Point(x: frame.right, y: zero)]
    shapes.append(.strokes([base], Stroke(.muted, width: 1)))
  }

  // MARK: Marks

  private mutating func addMarks(_ frame: Rectangle, _ x: Scale, _ y: Scale) {
    for (mark, series) in zip(chart.marks, Self.numbers(of: chart.marks)) {
      let plot = Plot(
        frame: frame, x: x, y: y, paint: mark.paint ?? .series(series), textSize: textSize)
      var marks = mark.shapes(in: plot)
      // Only a range that was asked for can leave data outside.
      if chart.x.range != nil || chart.y.range != nil {
        marks = [.clipped(frame.widened(by: mark.overhang), marks)]
      }
      let part = SeriesTag(number: series, label: mark.label, isLegend: false)
      shapes.append(.series(part, marks))
    }
  }

  /// The number of the series of each mark: marks of one name share theirs.
  private static func numbers(of marks: [any Mark]) -> [Int] {
    var known: [String: Int] = [:]
    var next = 0
    return marks.map { mark in
      if let label = mark.label, let number = known[label] { return number }
      let number = next
      next += 1
      if let label = mark.label { known[label] = number }
      return number
    }
  }

  /// The series that have a name, once each.
  private static func series(of marks: [any Mark]) -> [ChartLegend.Entry] {
    var seen: Set<Int> = []
    return zip(marks, numbers(of: marks)).compactMap { mark, number in
      guard let label = mark.label, seen.insert(number).inserted else { return nil }
      return ChartLegend.Entry(
        series: number, label: label, sample: mark.sample, paint: mark.paint ?? .series(number))
    }
  }
}
