import SluiceData
import SluiceModels

/// The windows that an explanation is about, as people know them: times and readings in their own units.
///
/// Letters: `N` windows, `T` steps, `F` inputs, `P` forecast values.
public struct ExplainedWindows: Codable, Hashable, Sendable {
  /// The names of the inputs, `F` of them.
  public var inputs: [String]
  /// The number of steps of a window, `T`.
  public var steps: Int
  /// The readings in their own units, row-major `[N, T, F]`; NaN where a window is padded in front, and
  /// where an input is no column.
  public var readings: [Float]
  /// The time of each step in microseconds since 1970 UTC, row-major `[N, T]`; nil without a clock.
  public var times: [Int64]?
  /// What happened, row-major `[N, P]`, NaN where it is not known; nil for labels.
  public var actual: [Float]?

  /// Takes the windows of a frame.
  ///
  /// - Parameters:
  ///   - frame: The windows.
  ///   - inputs: The columns to show, such as raw ones in place of those derived from them; nil shows what
  ///     the model sees. A name that is no column has no readings.
  public init(_ frame: WindowFrame, inputs: [String]? = nil) {
    let windows = frame.windows
    let inputs = inputs ?? windows.inputs
    self.inputs = inputs
    steps = windows.options.lookback
    let columns = inputs.map { frame.series[$0] }
    readings = [Float](repeating: .nan, count: windows.count * steps * inputs.count)
    var times = frame.series.timestamps == nil ? nil : [Int64]()
    times?.reserveCapacity(windows.count * steps)
    for window in 0..<windows.count {
      let rows = windows.inputRows(window)
      let first = (window + 1) * steps - rows.count
      for (place, row) in rows.enumerated() {
        for (input, column) in columns.enumerated() {
          if let column { readings[(first + place) * inputs.count + input] = column[row] }
        }
      }
      if let stamps = frame.series.timestamps, let begin = rows.first {
        // Rows in front of the first one have no time of their own: they take that of the first.
        times? += (0..<steps - rows.count).map { _ in stamps[begin] } + rows.map { stamps[$0] }
      }
    }
    self.times = times
    actual = frame.recipe.classes == nil ? frame.actual() : nil
  }

  /// The number of windows, `N`.
  public var count: Int { steps == 0 ? 0 : readings.count / (steps * max(1, inputs.count)) }

  /// Returns one reading in its own unit.
  public subscript(window: Int, step: Int, input: Int) -> Float {
    readings[(window * steps + step) * inputs.count + input]
  }

  /// The time of a window's last reading, from which it forecasts; nil without a clock.
  public func time(of window: Int) -> Int64? { times?[(window + 1) * steps - 1] }
}
