import Testing

@testable import SluiceReport

@Suite struct SVGRendererTests {
  private let chart = Chart(
    "A & B <c>", summary: "What \"it\" shows", x: Axis("epoch"), y: Axis("loss", unit: "kW²"),
    marks: [
      LineMark([3, 2, 1] as [Float], from: 1, label: "train<ing>"),
      LineMark([4, 3, 2] as [Float], from: 1, label: "validation", pattern: .dashed),
      RuleMark(.vertical(at: 2), label: "best"),
    ])

  @Test func `a file is well-formed and names itself to screen readers`() {
    let svg = SVGRenderer().render(chart)
    #expect(XMLChecker.fault(in: svg) == nil)
    #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(svg.contains("role=\"img\" aria-labelledby=\"chart-t chart-d\""))
    #expect(svg.contains("<title id=\"chart-t\">A &amp; B &lt;c&gt;</title>"))
    #expect(svg.contains("<desc id=\"chart-d\">What &quot;it&quot; shows</desc>"))
    #expect(svg.contains("@media (prefers-color-scheme:dark)"))
    #expect(svg.contains("data-label=\"train&lt;ing&gt;\""))
  }

  @Test func `a point on the edge of the range is drawn whole, what lies beyond is not`() throws {
    func clip(_ mark: any Mark) throws -> [Double] {
      let svg = SVGRenderer().render(
        Chart("t", x: Axis("x", range: 0...1), y: Axis("y", range: 0...1), marks: [mark]))
      let found = try #require(
        svg.firstMatch(of: /<clipPath[^>]*><rect x="([0-9.]+)" y="([0-9.]+)"/))
      return try [#require(Double(found.1)), #require(Double(found.2))]
    }
    let line = try clip(LineMark(x: [0, 1], y: [0, 1]))
    let points = try clip(PointMark(x: [0, 1], y: [0, 1], radius: 3.5))
    #expect(abs(line[0] - points[0] - 3.5) < 0.11 && abs(line[1] - points[1] - 3.5) < 0.11)
  }

  @Test func `the checker of these tests finds faults`() {
    #expect(XMLChecker.fault(in: "<svg><g></svg>") != nil)
    #expect(XMLChecker.fault(in: "<svg a=\"1\" a=\"2\"/>") != nil)
    #expect(XMLChecker.fault(in: "<svg>a & b</svg>") != nil)
    #expect(XMLChecker.fault(in: "<svg/><svg/>") != nil)
    #expect(XMLChecker.fault(in: "<svg id=\"a\"><g id=\"a\"/></svg>") != nil)
    #expect(XMLChecker.fault(in: "<svg a=1/>") != nil)
  }

  @Test func `an element of a page leaves title and styles to the page`() {
    let svg = SVGRenderer().element(chart, id: "x1")
    #expect(XMLChecker.fault(in: svg) == nil)
    #expect(!svg.contains("<style>") && !svg.contains("xmlns"))
    #expect(svg.contains("id=\"x1-t\""))
  }

  @Test func `scales are written for the read-out`() {
    let svg = SVGRenderer().render(chart)
    #expect(XMLChecker.attributes("data-x", in: svg) == ["linear 1.0 3.0"])
    #expect(XMLChecker.attributes("data-y", in: svg) == ["linear 1.0 4.0"])
    #expect(XMLChecker.attributes("data-unit", in: svg) == ["kW²"])
  }

  @Test func `marks and legend entries of a series share its number`() {
    let svg = SVGRenderer().render(chart)
    #expect(XMLChecker.attributes("data-series", in: svg) == ["0", "1", "0", "1", "2"])
    #expect(svg.contains("<g class=\"key\" data-series=\"1\" data-label=\"validation\">"))
  }

  @Test func `marks of one name are one series`() {
    var chart = chart
    chart.marks.insert(
      BandMark(x: [1, 2], lower: [1, 1], upper: [2, 2], label: "validation"), at: 0)
    let svg = SVGRenderer().render(chart)
    #expect(XMLChecker.attributes("data-series", in: svg) == ["0", "1", "0", "1", "0", "2"])
  }

  @Test func `a range that was asked for cuts off what lies outside`() {
    var chart = chart
    #expect(!SVGRenderer().render(chart).contains("clip-path"))
    chart.y.range = 0...2
    let svg = SVGRenderer().render(chart)
    #expect(svg.contains("clip-path=\"url(#chart-c1)\""))
    #expect(XMLChecker.fault(in: svg) == nil)
  }

  @Test func `a chart of two hundred points is a few kilobytes`() {
    let values = (0..<200).map { Float(($0 * 7919) % 211) / 100 }
    let chart = Chart("t", x: Axis("x"), y: Axis("y"), marks: [LineMark(values)])
    #expect(SVGRenderer().render(chart).utf8.count < 5000)
  }

  @Test func `a path is written in tenths of a pixel without adding up rounding`() {
    var path = PathData()
    path.addStroke([
      Point(x: 10, y: 20), Point(x: 10.04, y: 20.06), Point(x: 10.08, y: 25),
      Point(x: 12, y: 25), Point(x: 11.5, y: 24.5),
    ])
    #expect(path.text == "M10 20v.1l.1 4.9h1.9l-.5-.5")
    path.addArea([Point(x: 1, y: 1), Point(x: 2, y: 1), Point(x: 2, y: 2)])
    path.addStroke([Point(x: 3, y: -4)])
    #expect(path.text.hasSuffix("M1 1h1v1zM3-4h0"))
  }
}

@Suite struct PaletteTests {
  /// Contrast of two colours as the Web Content Accessibility Guidelines 2.1 define it.
  private func contrast(_ a: Colour, _ b: Colour) -> Double {
    func luminance(_ colour: Colour) -> Double {
      func linear(_ channel: UInt8) -> Double {
        let share = Double(channel) / 255
        // The square is near enough to the curve of sRGB for a bound.
        return share * share
      }
      return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green)
        + 0.0722 * linear(colour.blue)
    }
    let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
  }

  @Test func `texts and series stand out on their page`() {
    for palette in [Palette.light, .dark] {
      #expect(contrast(palette.ink, palette.background) > 7)
      #expect(contrast(palette.muted, palette.background) > 4.5)
      for colour in palette.series {
        #expect(contrast(colour, palette.background) > 2.5, "\(colour.hex)")
      }
    }
    #expect(Palette.light.series.count == Palette.dark.series.count)
  }

  @Test func `colours are written and mixed by channel`() {
    #expect(Colour(hex: 0x0A72B2).hex == "#0a72b2")
    #expect(ColourRamp.sequential.colour(-1) == ColourRamp.sequential.colour(0))
    #expect(ColourRamp.sequential.colour(2) == Colour(hex: 0x08305C))
    #expect(ColourRamp.diverging.colour(0.5) == Colour(hex: 0xF4F4F2))
  }
}
