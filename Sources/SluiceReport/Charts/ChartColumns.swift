/// The labels under the data area, as many as fit beside each other.
struct ChartColumns {
  private let scale: Scale
  private let ticks: [Tick]
  private let isUpright: Bool
  private let textSize: Double
  /// Pixels that upright names may reach down.
  private let depth: Double

  init(_ scale: Scale, textSize: Double, chartHeight: Double) {
    self.scale = scale
    self.textSize = textSize
    depth = max(110, chartHeight * 0.4)
    let room = scale.end - scale.start
    let style = TextStyle(.muted, size: textSize)
    if case .categories(let names) = scale.kind {
      // Every name is wanted: names that do not fit beside each other are set upright.
      let each = room / Double(max(names.count, 1))
      isUpright = names.contains { style.width(of: $0) > each - 4 }
      ticks = scale.ticks(maximum: max(1, isUpright ? Int(room / (textSize + 2)) : names.count))
      return
    }
    isUpright = false
    var maximum = max(2, Int(room / 64))
    var found = scale.ticks(maximum: maximum)
    while maximum > 2, !Self.fits(found, scale, style) {
      maximum -= 1
      found = scale.ticks(maximum: maximum)
    }
    ticks = found
  }

  /// Height that upright names need beyond one line of text.
  var extraHeight: Double {
    guard isUpright else { return 0 }
    let style = TextStyle(.muted, size: textSize)
    return min(ticks.map { style.width(of: $0.label) }.max() ?? 0, depth) - textSize + 6
  }

  func shapes(in frame: Rectangle) -> [Shape] {
    var shapes: [Shape] = []
    var marks: [[Point]] = []
    var lastContextEnd = -Double.infinity
    for tick in ticks {
      let x = scale.position(of: tick.value)
      var style = TextStyle(.muted, size: textSize, anchor: .middle)
      guard !isUpright else {
        style.anchor = .end
        style.isVertical = true
        let at = Point(x: x + textSize * 0.36, y: frame.bottom + 6)
        shapes.append(.text(style.shortened(tick.label, to: depth), style, at: at))
        continue
      }
      marks.append([Point(x: x, y: frame.bottom), Point(x: x, y: frame.bottom + 4)])
      let y = frame.bottom + 5 + textSize
      let at = Self.inside(x, style.width(of: tick.label), frame)
      shapes.append(.text(tick.label, style, at: Point(x: at, y: y)))
      guard let context = tick.context else { continue }
      let width = style.width(of: context)
      let middle = Self.inside(x, width, frame)
      guard middle - width / 2 > lastContextEnd + 6 else { continue }
      lastContextEnd = middle + width / 2
      style.isBold = true
      shapes.append(.text(context, style, at: Point(x: middle, y: y + textSize + 3)))
    }
    if case .categories = scale.kind { return shapes }
    return shapes + [.strokes(marks, Stroke(.muted, width: 1))]
  }

  /// The middle of a text that should stand at x, moved so that it stays in the picture.
  private static func inside(_ x: Double, _ width: Double, _ frame: Rectangle) -> Double {
    min(x, frame.right + 10 - width / 2)
  }

  private static func fits(_ ticks: [Tick], _ scale: Scale, _ style: TextStyle) -> Bool {
    zip(ticks, ticks.dropFirst()).allSatisfy { tick, next in
      let distance = scale.position(of: next.value) - scale.position(of: tick.value)
      return distance > (style.width(of: tick.label) + style.width(of: next.label)) / 2 + 10
    }
  }
}
