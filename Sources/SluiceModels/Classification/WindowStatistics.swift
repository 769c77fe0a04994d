import SluiceData
import SluiceTensor

/// What plain classifiers look at: statistics of each window, in the units of its readings.
///
/// Of each channel: mean, standard deviation (over `n`), lowest and highest reading, quantiles 0.1, 0.25,
/// 0.5, 0.75 and 0.9 (between the two nearest readings, as numpy's `linear`), energy (mean square) and
/// mean absolute difference of successive readings. Then the correlation of each pair of channels, 0
/// where one of them is constant. A window of true length `n` is described by its `n` readings alone.
public enum WindowStatistics {
  /// The statistics of one channel.
  static let ofChannel = [
    "mean", "deviation", "lowest", "quantile 0.1", "quantile 0.25", "median", "quantile 0.75",
    "quantile 0.9", "highest", "energy", "mean change",
  ]

  private static let quantiles = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]

  /// Returns the number of statistics of a window, `D = 11 F + F (F - 1) / 2`.
  public static func count(channels: Int) -> Int {
    ofChannel.count * channels + channels * (channels - 1) / 2
  }

  /// Returns the names of the statistics, `[D]`, such as `arm x: energy`.
  public static func names(of channels: [String]) -> [String] {
    channels.flatMap { channel in ofChannel.map { "\(channel): \($0)" } }
      + channels.indices.flatMap { left in
        channels[(left + 1)...].map { "correlation of \(channels[left]) and \($0)" }
      }
  }

  /// Returns the places of those statistics of a window that look at a channel.
  static func places(of channel: Int, channels: Int) -> [Int] {
    let own = ofChannel.count * channel..<ofChannel.count * (channel + 1)
    var place = ofChannel.count * channels
    var places = Array(own)
    for left in 0..<channels {
      for right in left + 1..<max(left + 1, channels) {
        if left == channel || right == channel { places.append(place) }
        place += 1
      }
    }
    return places
  }

  /// Returns the statistics of all windows, row-major `[N, D]`.
  ///
  /// Windows are shared among the threads in fixed blocks; the numbers do not depend on how many there are.
  public static func features(of windows: Windows) -> [Float] {
    let channels = windows.inputs.count
    return windows.withReadings { readings, _ in
      features(of: windows.count, channels: channels) { window in
        let end = (windows.lastReadingRow(window) + 1) * channels
        let start = end - windows.length(window) * channels
        return UnsafeBufferPointer(rebasing: readings[start..<end])
      }
    }
  }

  /// Returns the statistics of whole windows `[N, T, F]`, row-major `[N, D]`.
  package static func features(of windows: Tensor) -> [Float] {
    let cells = windows.shape[1] * windows.shape[2]
    return windows.withUnsafeBufferPointer { readings in
      features(of: windows.shape[0], channels: windows.shape[2]) { window in
        UnsafeBufferPointer(rebasing: readings[window * cells..<(window + 1) * cells])
      }
    }
  }

  /// The statistics of some windows whose readings are found by their number.
  private static func features(
    of count: Int, channels: Int, readings: (Int) -> UnsafeBufferPointer<Float>
  ) -> [Float] {
    let width = self.count(channels: channels)
    var result = [Float](repeating: 0, count: count * width)
    let block = 32
    result.withUnsafeMutableBufferPointer { result in
      Threads.run(blocks: (count + block - 1) / block) { index in
        var description = WindowDescription(channels: channels)
        for window in index * block..<min(count, (index + 1) * block) {
          description.describe(
            readings(window),
            to: UnsafeMutableBufferPointer(
              rebasing: result[window * width..<(window + 1) * width]))
        }
      }
    }
    return result
  }

  /// Returns the statistics of one window, `[D]`.
  ///
  /// - Parameters:
  ///   - window: Row-major `[n, F]`, at least one reading of each channel.
  ///   - channels: `F`.
  public static func features(of window: [Float], channels: Int) -> [Float] {
    precondition(
      channels > 0 && !window.isEmpty && window.count % channels == 0,
      "WindowStatistics: \(window.count) readings of \(channels) channels")
    var result = [Float](repeating: 0, count: count(channels: channels))
    var description = WindowDescription(channels: channels)
    window.withUnsafeBufferPointer { window in
      result.withUnsafeMutableBufferPointer { description.describe(window, to: $0) }
    }
    return result
  }

  /// Describes one window after the other in buffers that are kept.
  private struct WindowDescription {
    private let channels: Int
    /// The readings of one channel, for sorting.
    private var sorted: [Double] = []
    /// Distances from the mean, `[F, n]`.
    private var centred: [Double] = []
    /// Square root of the sum of squared distances of each channel, `[F]`.
    private var norms: [Double]

    init(channels: Int) {
      self.channels = channels
      norms = [Double](repeating: 0, count: channels)
    }

    mutating func describe(
      _ window: UnsafeBufferPointer<Float>, to result: UnsafeMutableBufferPointer<Float>
    ) {
      let length = window.count / channels
      if sorted.count != length {
        sorted = [Double](repeating: 0, count: length)
        centred = [Double](repeating: 0, count: length * channels)
      }
      for channel in 0..<channels {
        describe(
          channel, of: window, length: length,
          to: UnsafeMutableBufferPointer(
            rebasing: result[channel * ofChannel.count..<(channel + 1) * ofChannel.count]))
      }
      var place = channels * ofChannel.count
      centred.withUnsafeBufferPointer { centred in
        guard let base = centred.baseAddress else { return }
        for left in 0..<channels {
          for right in left + 1..<channels {
            let product = dotProduct(base + left * length, base + right * length, length)
            let scale = norms[left] * norms[right]
            result[place] = scale > 0 ? Float(min(max(product / scale, -1), 1)) : 0
            place += 1
          }
        }
      }
    }

    private mutating func describe(
      _ channel: Int, of window: UnsafeBufferPointer<Float>, length: Int,
      to result: UnsafeMutableBufferPointer<Float>
    ) {
      let count = Double(length)
      var (sum, squares, changes) = (0.0, 0.0, 0.0)
      var before = Double(window[channel])
      for row in 0..<length {
        let value = Double(window[row * channels + channel])
        sum += value
        squares += value * value
        changes += abs(value - before)
        before = value
        sorted[row] = value
      }
      let mean = sum / count
      var variation = 0.0
      for row in 0..<length {
        let distance = sorted[row] - mean
        centred[channel * length + row] = distance
        variation += distance * distance
      }
      norms[channel] = variation.squareRoot()
      sorted.sort()
      result[0] = Float(mean)
      result[1] = Float((variation / count).squareRoot())
      for (index, quantile) in quantiles.enumerated() {
        result[2 + index] = Float(sorted.quantile(quantile))
      }
      result[9] = Float(squares / count)
      result[10] = Float(length > 1 ? changes / (count - 1) : 0)
    }
  }
}
