/// The style sheets of charts: colours by meaning, for light and dark pages.
enum SVGStyle {
  /// The class that gives an element the colour of a paint; nil for fixed colours.
  static func name(_ paint: Paint) -> String? {
    switch paint {
    case .series(let number): "c\(number % Palette.light.series.count)"
    case .ink: "ink"
    case .muted: "muted"
    case .grid: "grid"
    case .background: "bg"
    case .fixed: nil
    }
  }

  private static func colours(_ palette: Palette) -> [(name: String, colour: Colour)] {
    palette.series.enumerated().map { ("c\($0.offset)", $0.element) } + [
      ("ink", palette.ink), ("muted", palette.muted), ("grid", palette.grid),
      ("bg", palette.background),
    ]
  }

  /// How strokes, areas and texts are drawn in any colour.
  static let shapes = """
    .chart .l{fill:none;stroke:currentColor;stroke-linejoin:round;stroke-linecap:round}\
    .chart .f{fill:currentColor;stroke:none}\
    .chart text{fill:currentColor;font-family:system-ui,-apple-system,"Segoe UI",Roboto,\
    "DejaVu Sans",sans-serif}
    """

  /// Style of a chart that is a file of its own; literal colours, since few viewers outside of
  /// browsers know custom properties.
  static var standalone: String {
    func rules(_ palette: Palette) -> String {
      colours(palette).map { ".\($0.name){color:\($0.colour.hex)}" }.joined()
    }
    return shapes + rules(.light) + "@media (prefers-color-scheme:dark){" + rules(.dark) + "}"
  }

  /// Custom properties of one palette, for the page that charts stand in.
  static func properties(_ palette: Palette) -> String {
    colours(palette).map { "--\($0.name):\($0.colour.hex)" }.joined(separator: ";")
  }

  /// Style of charts within a page that defines the custom properties.
  static var inline: String {
    shapes + colours(.light).map { ".chart .\($0.name){color:var(--\($0.name))}" }.joined()
  }
}
