/// Writes the shapes of a drawing as SVG elements.
struct SVGWriter {
  private let id: String
  private var text = ""
  private var clips = 0

  init(id: String) {
    self.id = id
  }

  /// The whole picture.
  mutating func document(_ drawing: Drawing, isStandalone: Bool) -> String {
    let (width, height) = (PathData.number(drawing.width), PathData.number(drawing.height))
    text = "<svg"
    if isStandalone { text += " xmlns=\"http://www.w3.org/2000/svg\"" }
    text += " class=\"chart\" viewBox=\"0 0 \(width) \(height)\""
    if isStandalone { text += " width=\"\(width)\" height=\"\(height)\"" }
    text += " role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\"" + readout(drawing.readout) + ">"
    text += "<title id=\"\(id)-t\">\(Markup.escaped(drawing.title))</title>"
    text += "<desc id=\"\(id)-d\">\(Markup.escaped(drawing.summary))</desc>"
    if isStandalone {
      text += "<style>\(SVGStyle.standalone)</style>"
      text += "<rect class=\"f bg\" width=\"\(width)\" height=\"\(height)\"/>"
    }
    for shape in drawing.shapes { add(shape) }
    text += "</svg>"
    return text
  }

  /// What a script needs to read pixels back as values.
  private func readout(_ readout: Readout?) -> String {
    guard let readout else { return "" }
    let frame = [
      readout.frame.x, readout.frame.y, readout.frame.width, readout.frame.height,
    ].map(PathData.number).joined(separator: " ")
    func scale(_ scale: Scale) -> String? {
      let kind: String
      switch scale.kind {
      case .linear: kind = "linear"
      case .logarithmic: kind = "log"
      case .time: kind = "time"
      case .categories: return nil
      }
      return "\(kind) \(scale.lower) \(scale.upper)"
    }
    guard let x = scale(readout.x), let y = scale(readout.y) else { return "" }
    return " data-frame=\"\(frame)\" data-x=\"\(x)\" data-y=\"\(y)\""
      + " data-unit=\"\(Markup.escaped(readout.unit))\""
  }

  private mutating func add(_ shape: Shape) {
    switch shape {
    case .strokes(let strokes, let stroke): add(strokes, stroke)
    case .areas(let areas, let paint, let opacity):
      var path = PathData()
      for area in areas { path.addArea(area) }
      text += "<path\(look("f", paint))\(share("fill-opacity", opacity)) d=\"\(path.text)\"/>"
    case .rectangle(let rectangle, let paint, let opacity, let tip):
      add(rectangle, paint, opacity, tip)
    case .discs(let points, let radius, let paint, let opacity):
      add(points, radius, paint, opacity)
    case .text(let line, let style, let point): add(line, style, point)
    case .series(let part, let shapes):
      text += "<g class=\"\(part.isLegend ? "key" : "marks")\" data-series=\"\(part.number)\""
      if let label = part.label { text += " data-label=\"\(Markup.escaped(label))\"" }
      text += ">"
      for shape in shapes { add(shape) }
      text += "</g>"
    case .clipped(let frame, let shapes):
      clips += 1
      let name = "\(id)-c\(clips)"
      text += "<clipPath id=\"\(name)\"><rect\(place(frame))/></clipPath>"
      text += "<g clip-path=\"url(#\(name))\">"
      for shape in shapes { add(shape) }
      text += "</g>"
    }
  }

  private mutating func add(_ strokes: [[Point]], _ stroke: Stroke) {
    var path = PathData()
    for points in strokes { path.addStroke(points) }
    text += "<path\(look("l", stroke.paint)) stroke-width=\"\(PathData.number(stroke.width))\""
    switch stroke.pattern {
    case .solid: break
    case .dashed: text += " stroke-dasharray=\"6 5\""
    case .dotted: text += " stroke-dasharray=\".1 4\""
    }
    text += "\(share("stroke-opacity", stroke.opacity)) d=\"\(path.text)\"/>"
  }

  private mutating func add(
    _ rectangle: Rectangle, _ paint: Paint, _ opacity: Double, _ tip: String?
  ) {
    text += "<rect\(look("f", paint))\(share("fill-opacity", opacity))\(place(rectangle))"
    guard let tip else {
      text += "/>"
      return
    }
    text += "><title>\(Markup.escaped(tip))</title></rect>"
  }

  /// All discs as one path of dots: the round ends of strokes without length.
  private mutating func add(
    _ points: [Point], _ radius: Double, _ paint: Paint, _ opacity: Double
  ) {
    var path = PathData()
    for point in points { path.addStroke([point]) }
    text += "<path\(look("l", paint)) stroke-width=\"\(PathData.number(radius * 2))\""
    text += "\(share("stroke-opacity", opacity)) d=\"\(path.text)\"/>"
  }

  private mutating func add(_ line: String, _ style: TextStyle, _ point: Point) {
    let (x, y) = (PathData.number(point.x), PathData.number(point.y))
    text += "<text\(look(nil, style.paint)) x=\"\(x)\" y=\"\(y)\""
    text += " font-size=\"\(PathData.number(style.size))\""
    switch style.anchor {
    case .start: break
    case .middle: text += " text-anchor=\"middle\""
    case .end: text += " text-anchor=\"end\""
    }
    if style.isBold { text += " font-weight=\"600\"" }
    if style.isVertical { text += " transform=\"rotate(-90 \(x) \(y))\"" }
    text += ">\(Markup.escaped(line))</text>"
  }

  private func look(_ kind: String?, _ paint: Paint) -> String {
    let classes = [kind, SVGStyle.name(paint)].compactMap(\.self).joined(separator: " ")
    var attributes = classes.isEmpty ? "" : " class=\"\(classes)\""
    if case .fixed(let colour) = paint { attributes += " color=\"\(colour.hex)\"" }
    return attributes
  }

  private func share(_ name: String, _ value: Double) -> String {
    guard value < 1 else { return "" }
    return " \(name)=\"\(NumberText.fixed(value, 2))\""
  }

  private func place(_ rectangle: Rectangle) -> String {
    let (x, y) = (PathData.number(rectangle.x), PathData.number(rectangle.y))
    let (width, height) = (PathData.number(rectangle.width), PathData.number(rectangle.height))
    return " x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
  }
}
