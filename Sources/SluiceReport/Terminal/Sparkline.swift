/// A line of numbers as a line of small blocks: ▁▂▄▇▅.
public enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The values in at most `width` characters; several values that share one show their mean.
  ///
  /// A value that is not finite is a space. Equal values are a line at half height.
  public static func text(_ values: [Double], width: Int = 40) -> String {
    let groups = min(max(width, 0), values.count)
    let means = (0..<groups).map { group in
      let range = (values.count * group / groups)..<(values.count * (group + 1) / groups)
      let finite = values[range].filter(\.isFinite)
      return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
    }
    let finite = means.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else {
      return String(repeating: " ", count: groups)
    }
    return String(
      means.map { mean in
        guard mean.isFinite else { return " " }
        let share = high > low ? (mean - low) / (high - low) : 0.45
        return blocks[min(Int(share * 8), 7)]
      })
  }
}
