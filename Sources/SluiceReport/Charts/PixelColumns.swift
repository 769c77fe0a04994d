/// Thins a line out to what its pixels can show, without hiding an extreme value.
///
/// All points that fall into one column of pixels become its lowest and its highest one, so that
/// a spike of one reading in a million is still seen at its full height.
enum PixelColumns {
  /// The unbroken strokes through points whose x values ascend.
  ///
  /// - Parameter widestGap: a longer step along x breaks the line, as a missing value does.
  static func strokes(
    x: [Double], y: [Double], in plot: Plot, widestGap: Double = .infinity
  ) -> [[Point]] {
    var builder = Builder()
    var previous = Double.nan
    for index in 0..<min(x.count, y.count) {
      let point = plot.point(x[index], y[index])
      guard point.x.isFinite, point.y.isFinite else {
        builder.interrupt()
        continue
      }
      if x[index] - previous > widestGap { builder.interrupt() }
      previous = x[index]
      builder.add(clamped(point, to: plot.frame))
    }
    return builder.finished()
  }

  /// Keeps coordinates within a few widths of the frame: further off, only the direction is seen.
  private static func clamped(_ point: Point, to frame: Rectangle) -> Point {
    let reach = 10 * (frame.width + frame.height)
    return Point(
      x: min(max(point.x, frame.x - reach), frame.right + reach),
      y: min(max(point.y, frame.y - reach), frame.bottom + reach))
  }

  private struct Builder {
    private var strokes: [[Point]] = []
    private var stroke: [Point] = []
    private var column = Int.min
    private var pending: [Point] = []
    private var low = Point(x: 0, y: 0)
    private var high = Point(x: 0, y: 0)
    private var lowCameFirst = true
    private var count = 0
    private var isInterrupted = false

    mutating func interrupt() { isInterrupted = true }

    mutating func add(_ point: Point) {
      let next = Int(point.x.rounded(.down))
      // A break narrower than the column cannot be seen.
      if next != column {
        flush()
        if isInterrupted { endStroke() }
        column = next
      }
      isInterrupted = false
      count += 1
      if count <= 4 { pending.append(point) }
      if count == 1 {
        low = point
        high = point
      } else if point.y > low.y {
        low = point
        lowCameFirst = false
      } else if point.y < high.y {
        high = point
        lowCameFirst = true
      }
    }

    mutating func finished() -> [[Point]] {
      flush()
      endStroke()
      return strokes
    }

    private mutating func flush() {
      if count <= 4 {
        stroke += pending
      } else {
        // One vertical through the middle of the column: short to write and right to the pixel.
        let middle = Double(column) + 0.5
        let ends = [Point(x: middle, y: low.y), Point(x: middle, y: high.y)]
        stroke += lowCameFirst ? ends : ends.reversed()
      }
      pending.removeAll(keepingCapacity: true)
      count = 0
    }

    private mutating func endStroke() {
      if !stroke.isEmpty { strokes.append(stroke) }
      stroke = []
    }
  }
}
