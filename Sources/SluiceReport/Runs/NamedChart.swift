/// A chart of a report: the name of its file, the picture, and how to read it.
struct NamedChart {
  var name: String
  var chart: Chart
  var note: String?

  /// The chart as it stands on a page.
  var block: Block { .chart(chart, note: note) }

  /// The chart as a file of its own.
  var svgFile: (name: String, text: String) { (name + ".svg", SVGRenderer().render(chart)) }
}
