/// Writes the `d` attribute of an SVG path in as few characters as tenths of a pixel allow.
///
/// Coordinates are rounded to tenths first and then written as differences, so that rounding
/// never adds up along a path.
struct PathData {
  private(set) var text = ""
  private var x = 0
  private var y = 0

  /// Adds an open stroke; one single point becomes a stroke of no length, seen as a dot.
  mutating func addStroke(_ points: [Point]) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
    if points.count == 1 { text += "h0" }
  }

  /// Adds a closed area.
  mutating func addArea(_ points: [Point]) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
    text += "z"
    // After closing, a path goes on from where the area began.
    (x, y) = (Self.tenths(first.x), Self.tenths(first.y))
  }

  private mutating func move(to point: Point) {
    x = Self.tenths(point.x)
    y = Self.tenths(point.y)
    text += "M" + Self.number(x) + Self.following(y)
  }

  private mutating func line(to point: Point) {
    let (toX, toY) = (Self.tenths(point.x), Self.tenths(point.y))
    switch (toX - x, toY - y) {
    case (0, 0): return
    case (let across, 0): text += "h" + Self.number(across)
    case (0, let down): text += "v" + Self.number(down)
    case (let across, let down): text += "l" + Self.number(across) + Self.following(down)
    }
    (x, y) = (toX, toY)
  }

  private static func tenths(_ pixels: Double) -> Int {
    pixels.isFinite ? Int((min(max(pixels, -1e6), 1e6) * 10).rounded()) : 0
  }

  /// The second of two numbers: a minus sign separates it from the first by itself.
  private static func following(_ tenths: Int) -> String {
    tenths < 0 ? number(tenths) : " " + number(tenths)
  }

  /// Tenths as a number: -5 is "-.5", 120 is "12".
  static func number(_ tenths: Int) -> String {
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    let sign = tenths < 0 ? "-" : ""
    if tenth == 0 { return sign + String(whole) }
    return sign + (whole == 0 ? "" : String(whole)) + "." + String(tenth)
  }

  /// A length in pixels as an attribute wants it.
  static func number(_ pixels: Double) -> String { number(tenths(pixels)) }
}
