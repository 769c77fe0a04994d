import Testing

@testable import SluiceReport

/// Checks what every mark promises: whatever the values, a small, well-formed picture.
///
/// - Parameter make: makes the mark from x and y values of one length.
func checkMark(
  bytes: Int = 90_000, _ make: ([Double], [Double]) -> any Mark,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let cases: [(String, [Double], [Double])] = [
    ("nothing", [], []),
    ("one point", [3], [7]),
    ("constant", [0, 1, 2, 3], [5, 5, 5, 5]),
    ("missing", [0, 1, 2, 3, 4], [1, .nan, 3, .infinity, -2]),
    ("all missing", [0, 1], [.nan, .nan]),
    ("negative", [-3, -2, -1], [-5, -9, -1]),
    ("huge", [0, 1, 2], [-1e308, 1.7e308, 3]),
    ("tiny", [0, 1e-300, 2e-300], [1e-307, .leastNonzeroMagnitude, 3e-300]),
    ("close", [1e9, 1e9 + 1e-7], [1e12, 1e12 + 1e-4]),
    ("many", (0..<200_000).map(Double.init), (0..<200_000).map { Double(($0 * 7919) % 1013) }),
  ]
  for (name, x, y) in cases {
    for kind in [Axis.Kind.linear, .logarithmic, .time] {
      let chart = Chart(
        name, x: Axis("x", kind: kind), y: Axis("y", kind: kind == .time ? .linear : kind),
        marks: [make(x, y)])
      for width in [160.0, 760] {
        let svg = SVGRenderer(width: width, height: 240).render(chart)
        let fault = XMLChecker.fault(in: svg)
        #expect(fault == nil, "\(name), \(kind)", sourceLocation: sourceLocation)
        #expect(!svg.contains("nan") && !svg.contains("inf"), sourceLocation: sourceLocation)
        #expect(
          svg.utf8.count < bytes, "\(name), \(kind): \(svg.utf8.count) bytes",
          sourceLocation: sourceLocation)
      }
    }
  }
  let empty = SVGRenderer().render(Chart("t", x: Axis("x"), y: Axis("y"), marks: [make([], [])]))
  #expect(empty.contains("no data"), sourceLocation: sourceLocation)
}

@Suite struct MarkTests {
  @Test func `lines keep the promises of marks`() {
    checkMark { LineMark(x: $0, y: $1, label: "line") }
    checkMark { LineMark(x: $0, y: $1, isStepped: true, widestGap: 1) }
  }

  @Test func `bands keep the promises of marks`() {
    checkMark { x, y in BandMark(x: x, lower: y.map { $0 - 1 }, upper: y, label: "band") }
  }

  @Test func `points keep the promises of marks`() {
    checkMark { PointMark(x: $0, y: $1, label: "points") }
  }

  @Test func `bars keep the promises of marks`() {
    checkMark { BarMark(places: $0, values: $1, showsValues: true) }
    checkMark { BarMark(places: $1, values: $0, thickness: 2) }
  }

  @Test func `lying bars keep the promises of marks`() {
    checkMark { x, y in
      BarMark(
        places: Array(x.prefix(50)), values: Array(y.prefix(50)), isHorizontal: true,
        showsValues: true)
    }
  }

  @Test func `spans keep the promises of marks`() {
    checkMark(bytes: 8_000_000) { x, y in
      SpanMark(zip(x, y).map { .init(from: $0, to: $0 + 1, lane: $1) }, label: "spans")
    }
  }

  @Test func `histograms keep the promises of marks`() {
    checkMark { HistogramMark($0 + $1) }
  }

  @Test func `heat maps keep the promises of marks`() {
    checkMark(bytes: 2_000_000) { x, y in
      let cells = x.isEmpty ? [] : [Array(x.prefix(2000)), Array(y.prefix(2000))]
      return HeatMapMark(cells, ramp: .diverging)
    }
  }

  @Test func `rules alone are no data`() {
    let chart = Chart(
      "rule", x: Axis("x"), y: Axis("y"), marks: [RuleMark(.horizontal(at: 3), label: "limit")])
    #expect(SVGRenderer().render(chart).contains("no data"))
  }

  @Test func `a value between two missing ones is a dot`() {
    let plot = Plot(
      frame: Rectangle(x: 0, y: 0, width: 100, height: 50),
      x: Scale(kind: .linear, lower: 0, upper: 10, start: 0, end: 100),
      y: Scale(kind: .linear, lower: 0, upper: 10, start: 50, end: 0), paint: .ink, textSize: 12)
    let shapes = LineMark(x: [1, 2, 3], y: [.nan, 4, .nan]).shapes(in: plot)
    guard case .discs(let points, _, .ink, _) = shapes.first, shapes.count == 1 else {
      Issue.record("\(shapes)")
      return
    }
    #expect(points == [Point(x: 20, y: 30)])
  }

  @Test func `bars grow from zero in both directions`() {
    #expect(BarMark([2, -3]).extent == Extent(x: -0.4...1.4, y: -3...2))
    #expect(BarMark([2, 5]).extent.y == 0...5)
    #expect(BarMark([2, 5], isHorizontal: true).extent.x == 0...5)
  }
}

@Suite struct HistogramMarkTests {
  @Test func `counts fall into bins of round width`() {
    let mark = HistogramMark([0, 0.5, 1, 1.5, 1.9, 4], bins: 5)
    #expect(mark.start == 0)
    #expect(mark.width == 1)
    #expect(mark.counts == [2, 3, 0, 0, 1])
  }

  @Test func `every finite value is counted once`() {
    let values = (0..<10_007).map { Double(($0 * 7919) % 1009) / 31 - 7 }
    let mark = HistogramMark(values + [.nan, .infinity])
    #expect(mark.counts.reduce(0, +) == 10_007)
    #expect((15...61).contains(mark.counts.count))
  }

  @Test func `equal values are one bin around them`() {
    let mark = HistogramMark([3, 3, 3])
    #expect(mark.counts == [3])
    #expect(mark.start < 3 && mark.start + mark.width > 3)
  }
}

@Suite struct HeatMapMarkTests {
  private let plot = Plot(
    frame: Rectangle(x: 0, y: 0, width: 90, height: 60),
    x: Scale(kind: .categories(["a", "b", "c"]), lower: 0, upper: 0, start: 0, end: 90),
    y: Scale(kind: .categories(["d", "e"]), lower: 0, upper: 0, start: 0, end: 60), paint: .ink,
    textSize: 10)

  @Test func `cells take their place, colour and text, and a missing one says so`() {
    let mark = HeatMapMark(
      [[0, 1, 2], [3, .nan, 5]], annotations: [["0", "1", "2"], ["3", "-", "5"]])
    let shapes = mark.shapes(in: plot)
    var cells: [Rectangle] = []
    var tips: [String?] = []
    var texts: [String] = []
    for shape in shapes {
      if case .rectangle(let cell, _, _, let tip) = shape {
        cells.append(cell)
        tips.append(tip)
      }
      if case .text(let text, _, _) = shape { texts.append(text) }
    }
    #expect(cells.count == 6)
    #expect(cells[5] == Rectangle(x: 60, y: 30, width: 30, height: 30))
    #expect(tips == ["0", "1", "2", "3", "no value", "5"])
    #expect(texts == ["0", "1", "2", "3", "5"])
    guard case .rectangle(_, .fixed(let first), _, _) = shapes[0] else { return }
    #expect(first == ColourRamp.sequential.colour(0))
  }

  @Test func `the middle of a diverging ramp is zero`() {
    guard case .ramp(_, let low, let high) = HeatMapMark([[-1, 4]], ramp: .diverging).sample
    else { return }
    #expect([low, high] == ["−4", "4"])
  }
}

@Suite struct HeatMapLetteringTests {
  /// The texts of four cells in a picture of some size, with the sizes of their letters.
  private func texts(_ annotations: [[String]], width: Double, height: Double) -> [(String, Double)]
  {
    let plot = Plot(
      frame: Rectangle(x: 0, y: 0, width: width, height: height),
      x: Scale(kind: .categories(["a", "b"]), lower: 0, upper: 0, start: 0, end: width),
      y: Scale(kind: .categories(["d", "e"]), lower: 0, upper: 0, start: 0, end: height),
      paint: .ink, textSize: 12)
    return HeatMapMark([[0, 1], [2, 3]], annotations: annotations).shapes(in: plot).compactMap {
      if case .text(let text, let style, _) = $0 { return (text, style.size) }
      return nil
    }
  }

  private let counts = [["181\n98.9 %", "2\n1.1 %"], ["14\n0.8 %", "1,803\n99.2 %"]]

  @Test func `all lines are written where cells have room`() {
    let found = texts(counts, width: 300, height: 120)
    #expect(
      found.map(\.0) == ["181", "98.9 %", "2", "1.1 %", "14", "0.8 %", "1,803", "99.2 %"])
    #expect(found.allSatisfy { $0.1 == 12 })
  }

  @Test func `letters shrink together, then first lines stand alone, then none`() {
    // 28 pixels for "99.2 %", which is 3.25 times as wide as its letters are high.
    let small = texts(counts, width: 68, height: 60)
    #expect(small.count == 8)
    #expect(small.allSatisfy { abs($0.1 - 28 / 3.25) < 0.01 })
    #expect(texts(counts, width: 52, height: 60).map(\.0) == ["181", "2", "14", "1,803"])
    #expect(texts(counts, width: 200, height: 26).map(\.0) == ["181", "2", "14", "1,803"])
    #expect(texts(counts, width: 20, height: 60).isEmpty)
  }

  @Test func `a tip tells all lines of a cell on one`() {
    let svg = SVGRenderer().render(
      Chart(
        "t", x: Axis("x"), y: Axis("y"), marks: [HeatMapMark([[1]], annotations: [["7\n50 %"]])]))
    #expect(svg.contains("<title>7, 50 %</title>"))
  }
}

@Suite struct LongNameTests {
  private let name = "walking on a treadmill, inclined by fifteen degrees, in the afternoon"

  @Test func `a text that is too wide ends with an ellipsis`() {
    let style = TextStyle(.ink, size: 10)
    #expect(style.shortened("walking", to: 100) == "walking")
    let short = style.shortened(name, to: 100)
    #expect(short.hasPrefix("walking on a") && short.hasSuffix("…"))
    #expect(style.width(of: short) <= 100)
    #expect(style.width(of: short) > 85)
  }

  @Test func `long names of rows and columns stay within the picture`() {
    let names = [name, "b", "c"]
    let chart = Chart(
      "t", x: Axis("", kind: .categories(names)), y: Axis("", kind: .categories(names)),
      marks: [HeatMapMark([[1, 2, 3], [4, 5, 6], [7, 8, 9]])])
    let drawing = ChartLayout.drawing(of: chart, width: 400, height: 300, showsTitle: false)
    let labels = drawing.shapes.compactMap { shape -> (String, TextStyle, Point)? in
      if case .text(let text, let style, let at) = shape { return (text, style, at) }
      return nil
    }.filter { $0.0.hasPrefix("walking") }
    #expect(labels.count == 2)
    for (text, style, at) in labels {
      let end = style.isVertical ? 300 - at.y : at.x
      #expect(style.width(of: text) <= end, "\(text)")
    }
  }
}

@Suite struct SpanMarkTests {
  @Test func `bars lie in their lanes, and those on the same pixels are drawn once`() {
    let plot = Plot(
      frame: Rectangle(x: 0, y: 0, width: 100, height: 60),
      x: Scale(kind: .linear, lower: 0, upper: 10, start: 0, end: 100),
      y: Scale(kind: .categories(["a", "b"]), lower: 0, upper: 0, start: 0, end: 60), paint: .ink,
      textSize: 10)
    let mark = SpanMark(
      [
        .init(from: 1, to: 3, lane: 0), .init(from: 1.001, to: 3, lane: 0),
        .init(from: 5, to: 5.01, lane: 1), .init(from: 5, to: .nan, lane: 1),
      ], thickness: 0.5)
    guard case .areas(let areas, _, _) = mark.shapes(in: plot).first else {
      Issue.record("no areas")
      return
    }
    #expect(
      areas == [
        [Point(x: 10, y: 7.5), Point(x: 30, y: 7.5), Point(x: 30, y: 22.5), Point(x: 10, y: 22.5)],
        // A bar of a tenth of a pixel is widened.
        [
          Point(x: 50, y: 37.5), Point(x: 50.7, y: 37.5), Point(x: 50.7, y: 52.5),
          Point(x: 50, y: 52.5),
        ],
      ])
  }
}
