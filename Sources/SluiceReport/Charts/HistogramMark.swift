#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How often values fall into equal steps along the x axis.
public struct HistogramMark: Mark {
  /// Left edge of the first bin.
  public let start: Double
  /// Width of a bin.
  public let width: Double
  /// How many values fall into each bin; an upper edge belongs to the next bin.
  public let counts: [Int]
  /// Name in the legend; nil: not listed.
  public var label: String?
  /// The colour; nil: the next of the palette.
  public var paint: Paint?

  /// Counts values, leaving out those that are not finite.
  ///
  /// Bins are round numbers wide, near the width of Freedman and Diaconis ("On the histogram as a
  /// density estimator", 1981), and at most 60 unless a count is given.
  public init(
    _ values: [Double], bins: Int? = nil, label: String? = nil, paint: Paint? = nil
  ) {
    self.label = label
    self.paint = paint
    let sorted = values.filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last else {
      (start, width, counts) = (0, 1, [])
      return
    }
    let magnitude = max(abs(low), abs(high))
    guard high / 2 - low / 2 > magnitude * 1e-11 else {
      // One single value: one bin around it.
      width = magnitude == 0 ? 1 : magnitude * 0.1
      start = low - width / 2
      counts = [sorted.count]
      return
    }
    let maximum = bins ?? Self.suitableBins(sorted)
    let step = NiceTicks.step(low, high, maximum: maximum + 1)
    let first = floor(low / step)
    let count = max(1, Int(floor(high / step) - first) + 1)
    var tally = [Int](repeating: 0, count: count)
    for value in sorted {
      tally[min(max(Int(floor(value / step) - first), 0), count - 1)] += 1
    }
    start = first * step
    width = step
    counts = tally
  }

  /// Shows values that are counted already.
  ///
  /// - Parameters:
  ///   - start: Left edge of the first bin.
  ///   - width: Width of a bin, above 0.
  ///   - counts: How many values fall into each bin.
  public init(
    start: Double, width: Double, counts: [Int], label: String? = nil, paint: Paint? = nil
  ) {
    (self.start, self.width, self.counts) = (start, width, counts)
    (self.label, self.paint) = (label, paint)
  }

  private static func suitableBins(_ sorted: [Double]) -> Int {
    let quarter = sorted[sorted.count / 4]
    let threeQuarters = sorted[min(sorted.count * 3 / 4, sorted.count - 1)]
    let range = sorted[sorted.count - 1] - sorted[0]
    let ideal = 2 * (threeQuarters - quarter) / cbrt(Double(sorted.count))
    guard ideal > 0, range.isFinite else { return 30 }
    return Int(min(max(range / ideal, 15), 60))
  }

  /// How the series is shown in the legend.
  public var sample: LegendSample { .block(opacity: 0.85) }

  /// The ranges of the values that should be visible.
  public var extent: Extent {
    guard let highest = counts.max() else { return Extent() }
    return Extent(x: start...(start + width * Double(counts.count)), y: 0...Double(highest))
  }

  /// The shapes of the mark, in pixels of the plot.
  public func shapes(in plot: Plot) -> [Shape] {
    counts.indices.compactMap { index in
      guard counts[index] > 0 else { return nil }
      let from = start + width * Double(index)
      let left = plot.x.position(of: from)
      let right = plot.x.position(of: from + width)
      let top = plot.y.position(of: Double(counts[index]))
      var rectangle = Rectangle(
        from: Point(x: left, y: plot.base), to: Point(x: right, y: top))
      // A hair of the background tells neighbours apart; a bin of one value stays visible.
      rectangle.width = max(rectangle.width - 0.8, 0.4)
      if rectangle.height < 0.8 {
        rectangle.height = 0.8
        rectangle.y = plot.base - 0.8
      }
      let edges = [from, from + width].map { NumberText.significant($0, 4) }
      let tip = "\(edges[0]) to \(edges[1]): \(NumberText.count(counts[index]))"
      return .rectangle(rectangle, plot.paint, opacity: 0.85, tip: tip)
    }
  }
}
