#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Points that stand alone; where there are too many to tell apart, how dense they lie.
public struct PointMark: Mark {
  /// Values across.
  public var x: [Double]
  /// Values up, as many.
  public var y: [Double]
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?
  /// Pixels from the middle of a point to its edge.
  public var radius: Double

  /// More points than this are drawn as a density.
  static let mostDiscs = 1500
  private static let cell = 4.0

  /// Points; `y` holds as many values as `x`.
  public init(
    x: [Double], y: [Double], label: String? = nil, paint: Paint? = nil, radius: Double = 2.2
  ) {
    precondition(x.count == y.count, "PointMark: \(x.count) x values, \(y.count) y values")
    self.x = x
    self.y = y
    self.label = label
    self.paint = paint
    self.radius = radius
  }

  /// The ranges of the values that should be visible.
  public var extent: Extent { Extent(x: x, y: y) }
  /// Half of a point.
  public var overhang: Double { radius }
  /// How the series is shown in the legend.
  public var sample: LegendSample { .dot }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    guard x.count > Self.mostDiscs else {
      let points = x.indices.map { plot.point(x[$0], y[$0]) }
      let placed = points.filter { $0.x.isFinite && $0.y.isFinite }
      return placed.isEmpty
        ? [] : [.discs(placed, radius: radius, plot.paint, opacity: 0.75)]
    }
    return density(in: plot)
  }

  /// Squares whose opacity grows with the logarithm of the count of points in them.
  private func density(in plot: Plot) -> [Shape] {
    let frame = plot.frame
    let columns = max(1, Int(frame.width / Self.cell))
    let rows = max(1, Int(frame.height / Self.cell))
    var counts = [Int](repeating: 0, count: columns * rows)
    for index in x.indices {
      let point = plot.point(x[index], y[index])
      let column = (point.x - frame.x) / Self.cell
      let row = (point.y - frame.y) / Self.cell
      guard column >= 0, row >= 0, column <= Double(columns), row <= Double(rows) else { continue }
      counts[min(Int(row), rows - 1) * columns + min(Int(column), columns - 1)] += 1
    }
    let highest = counts.max() ?? 0
    guard highest > 0 else { return [] }
    // Levels 1 to 5 are equal steps of the logarithm.
    func level(_ count: Int) -> Int {
      count == 0 ? 0 : 1 + Int(4 * log(Double(count)) / max(log(Double(highest)), 1e-9))
    }
    var areas = [[[Point]]](repeating: [], count: 6)
    for row in 0..<rows {
      var column = 0
      while column < columns {
        let begin = column
        let current = level(counts[row * columns + column])
        while column < columns, level(counts[row * columns + column]) == current { column += 1 }
        guard current > 0 else { continue }
        let left = frame.x + Double(begin) * Self.cell
        let right = frame.x + Double(column) * Self.cell
        let top = frame.y + Double(row) * Self.cell
        areas[current].append([
          Point(x: left, y: top), Point(x: right, y: top),
          Point(x: right, y: top + Self.cell), Point(x: left, y: top + Self.cell),
        ])
      }
    }
    return (1...5).compactMap { level in
      areas[level].isEmpty
        ? nil : .areas(areas[level], plot.paint, opacity: 0.15 + 0.17 * Double(level))
    }
  }
}
