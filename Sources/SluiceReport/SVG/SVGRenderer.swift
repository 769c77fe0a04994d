/// Draws charts as SVG: small, selectable text, light and dark, readable by screen readers.
public struct SVGRenderer: Sendable {
  /// Pixels across, before the picture is scaled to the place it gets; at least 160.
  public var width: Double
  /// Pixels down, for charts that do not say; at least 120.
  public var height: Double

  /// A renderer for pictures of one size.
  public init(width: Double = 760, height: Double = 320) {
    self.width = width
    self.height = height
  }

  /// The chart as an SVG file of its own, with title, background and style sheet.
  public func render(_ chart: Chart) -> String {
    let drawing = ChartLayout.drawing(
      of: chart, width: width, height: chart.height ?? height, showsTitle: true)
    var writer = SVGWriter(id: "chart")
    return writer.document(drawing, isStandalone: true)
  }

  /// The chart as an `<svg>` element for a page that has the title and the styles already.
  ///
  /// - Parameter id: unique in the page; ids within the picture begin with it.
  func element(_ chart: Chart, id: String) -> String {
    let drawing = ChartLayout.drawing(
      of: chart, width: width, height: chart.height ?? height, showsTitle: false)
    var writer = SVGWriter(id: id)
    return writer.document(drawing, isStandalone: false)
  }
}
