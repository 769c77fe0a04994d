/// The names of the series above the data area, in as many lines as they need.
struct ChartLegend {
  /// One name with the sample of its series.
  struct Entry {
    var series: Int
    var label: String
    var sample: LegendSample
    var paint: Paint
  }

  private(set) var shapes: [Shape] = []
  /// Where the next thing below the legend may begin.
  private(set) var bottom: Double
  private let width: Double
  private let textSize: Double
  private var x = 12.0

  init(width: Double, top: Double, textSize: Double) {
    self.width = width
    self.textSize = textSize
    bottom = top
  }

  /// Adds all entries; a single plain series needs no legend, the title names it.
  mutating func add(_ entries: [Entry]) {
    let isAlone = entries.count < 2
    for entry in entries {
      switch entry.sample {
      case .ramp(let ramp, let low, let high): addRamp(entry, ramp, low, high)
      case .line, .dot, .block: if !isAlone { addName(entry) }
      }
    }
    if !shapes.isEmpty { bottom += textSize + 8 }
  }

  private mutating func place(_ needed: Double) -> Point {
    if x > 12, x + needed > width - 8 {
      x = 12
      bottom += textSize + 8
    }
    defer { x += needed + 14 }
    return Point(x: x, y: bottom)
  }

  private mutating func addName(_ entry: Entry) {
    let style = TextStyle(.ink, size: textSize)
    let at = place(24 + style.width(of: entry.label))
    let middle = at.y + textSize * 0.62
    let text = Shape.text(entry.label, style, at: Point(x: at.x + 24, y: at.y + textSize))
    let part = SeriesTag(number: entry.series, label: entry.label, isLegend: true)
    shapes.append(.series(part, sample(of: entry, x: at.x, middle: middle) + [text]))
  }

  private func sample(of entry: Entry, x: Double, middle: Double) -> [Shape] {
    switch entry.sample {
    case .line(let pattern):
      let ends = [Point(x: x, y: middle), Point(x: x + 18, y: middle)]
      return [.strokes([ends], Stroke(entry.paint, width: 2.4, pattern: pattern))]
    case .dot:
      return [.discs([Point(x: x + 9, y: middle)], radius: 4, entry.paint, opacity: 1)]
    case .block(let opacity):
      let block = Rectangle(x: x + 3, y: middle - 5, width: 12, height: 10)
      return [.rectangle(block, entry.paint, opacity: max(opacity, 0.35), tip: nil)]
    case .ramp: return []
    }
  }

  private mutating func addRamp(
    _ entry: Entry, _ ramp: ColourRamp, _ low: String, _ high: String
  ) {
    let style = TextStyle(.muted, size: textSize)
    // The text in front ends at the strip, whatever the width of the letters that the reader has.
    let ending = TextStyle(.muted, size: textSize, anchor: .end)
    let name = entry.label.isEmpty ? 0 : style.width(of: entry.label) + 10
    let (before, steps, step) = (name + 1.15 * style.width(of: low) + 6, 12, 9.0)
    let strip = Double(steps) * step
    let at = place(before + strip + 6 + style.width(of: high))
    if name > 0 {
      shapes.append(.text(entry.label, style, at: Point(x: at.x, y: at.y + textSize)))
    }
    shapes.append(.text(low, ending, at: Point(x: at.x + before - 6, y: at.y + textSize)))
    for index in 0..<steps {
      let cell = Rectangle(
        x: at.x + before + Double(index) * step, y: at.y + 2, width: step, height: 10)
      let colour = ramp.colour(Double(index) / Double(steps - 1))
      shapes.append(.rectangle(cell, .fixed(colour), opacity: 1, tip: nil))
    }
    let end = Point(x: at.x + before + strip + 6, y: at.y + textSize)
    shapes.append(.text(high, style, at: end))
  }
}
