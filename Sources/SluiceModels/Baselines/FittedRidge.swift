import SluiceData
import SluiceTensor

/// A ridge with its weights.
public struct FittedRidge: WindowModel, Codable, Hashable {
  /// One weight for each scaled reading of a window and each forecast step, row-major `[P, L, F]`.
  public let weights: [Float]

  /// The scaled forecast where all readings are 0, `[P]`.
  public let intercepts: [Float]

  /// The strength that was chosen for each forecast step, `[P]`.
  public let strengths: [Double]

  /// Number of readings in a window, `L * F`.
  private let readings: Int

  init(weights: [Float], intercepts: [Float], strengths: [Double], readings: Int) {
    self.weights = weights
    self.intercepts = intercepts
    self.strengths = strengths
    self.readings = readings
  }

  /// Decodes a ridge whose numbers of weights, intercepts and strengths agree.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    weights = try container.decode([Float].self, forKey: .weights)
    intercepts = try container.decode([Float].self, forKey: .intercepts)
    strengths = try container.decode([Double].self, forKey: .strengths)
    readings = try container.decode(Int.self, forKey: .readings)
    guard readings > 0, weights.count == readings * intercepts.count,
      strengths.count == intercepts.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .weights, in: container,
        debugDescription: "\(weights.count) weights do not fit \(readings) readings and "
          + "\(intercepts.count) forecast steps")
    }
  }

  /// Always `ridge`.
  public var name: String { "ridge" }
  /// Weights and intercepts.
  public var parameterCount: Int { weights.count + intercepts.count }
  /// One multiply-add a weight.
  public func multiplyAdds(lookback: Int) -> Int { weights.count }

  /// Returns the forecasts for all windows of a frame, row-major `[N, P]`, in target units.
  ///
  /// A window that is shorter than the lookback is filled up in front: with zeros when the frame's
  /// warm-up rule says so, else with its earliest row.
  ///
  /// - Precondition: Lookback, inputs and forecast steps are those of the training frame.
  public func outputs(for frame: WindowFrame) throws -> [Float] {
    let windows = frame.windows
    let outputs = intercepts.count
    precondition(
      frame.steps.count == outputs
        && windows.options.lookback * windows.inputs.count == readings,
      "FittedRidge: fitted to \(readings) readings and \(outputs) steps, got "
        + "\(windows.options.lookback) x \(windows.inputs.count) and \(frame.steps.count)")
    return frame.unscaled(
      windows.withReadings { inputs, _ in
        forecasts(count: frame.count) { window, place in
          forecast(window, of: windows, inputs: inputs, to: place)
        }
      })
  }

  /// Returns the scaled forecasts for scaled windows `[N, L, F]`, row-major `[N, P]`.
  ///
  /// - Precondition: Lookback and inputs are those of the training frame.
  package func scaledForecasts(for windows: Tensor) -> [Float] {
    precondition(
      windows.rank == 3 && windows.shape[1] * windows.shape[2] == readings,
      "FittedRidge: fitted to \(readings) readings, got windows of the shape \(windows.shape)")
    return windows.withUnsafeBufferPointer { values in
      forecasts(count: windows.shape[0]) { window, place in
        forecast(
          UnsafeBufferPointer(rebasing: values[window * readings..<(window + 1) * readings]),
          to: place)
      }
    }
  }

  /// Makes the forecasts of some windows, shared among the threads in fixed blocks.
  private func forecasts(
    count: Int, _ forecast: (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) -> [Float] {
    let outputs = intercepts.count
    var result = [Float](repeating: 0, count: count * outputs)
    let block = 4096
    result.withUnsafeMutableBufferPointer { result in
      Threads.run(blocks: (count + block - 1) / block) { index in
        for window in index * block..<min(count, (index + 1) * block) {
          forecast(
            window,
            UnsafeMutableBufferPointer(rebasing: result[window * outputs..<(window + 1) * outputs]))
        }
      }
    }
    return result
  }

  private func forecast(
    _ window: Int, of windows: Windows, inputs: UnsafeBufferPointer<Float>,
    to result: UnsafeMutableBufferPointer<Float>
  ) {
    let features = windows.inputs.count
    let end = (windows.lastReadingRow(window) + 1) * features
    let known = windows.length(window) * features
    let rows = UnsafeBufferPointer(rebasing: inputs[end - known..<end])
    if known == readings {
      forecast(rows, to: result)
    } else {
      let missing = (readings - known) / features
      let row =
        windows.warmUp == .zeroPadded
        ? [Float](repeating: 0, count: features) : Array(rows[0..<features])
      let filled = [[Float]](repeating: row, count: missing).flatMap { $0 } + rows
      filled.withUnsafeBufferPointer { forecast($0, to: result) }
    }
  }

  /// Writes the scaled forecasts `[P]` from the scaled readings of one full window, `[L, F]`.
  func forecast(
    _ window: UnsafeBufferPointer<Float>, to result: UnsafeMutableBufferPointer<Float>
  ) {
    weights.withUnsafeBufferPointer { weights in
      guard let w = weights.baseAddress, let x = window.baseAddress else { return }
      for output in result.indices {
        let sum = wideDotProduct(w + output * readings, x, readings)
        result[output] = Float(Double(intercepts[output]) + sum)
      }
    }
  }
}

/// Returns the sum of products of two vectors of single precision, added in double precision.
private func wideDotProduct(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
) -> Double {
  var sums = SIMD4<Double>()
  let left = UnsafeRawPointer(a)
  let right = UnsafeRawPointer(b)
  let vectorEnd = count - count % 4
  for index in stride(from: 0, to: vectorEnd, by: 4) {
    sums +=
      SIMD4<Double>(left.loadUnaligned(fromByteOffset: index * 4, as: SIMD4<Float>.self))
      * SIMD4<Double>(right.loadUnaligned(fromByteOffset: index * 4, as: SIMD4<Float>.self))
  }
  var sum = sums.sum()
  for index in vectorEnd..<count { sum += Double(a[index]) * Double(b[index]) }
  return sum
}
