#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension MovingBlockBootstrap {
  /// Returns the block length that suits the memory of a series.
  ///
  /// The rule of Politis and White: the spectrum at 0 is estimated with a flat-top lag window that
  /// reaches twice as far as the autocorrelation is more than noise, and the length grows with the
  /// cube root of the number of values. The length is at most three square roots of the number of
  /// values, and leaves ``fewestBlocks`` blocks.
  ///
  /// - Parameters:
  ///   - values: The series, in time order.
  ///   - least: The shortest block: forecasts several steps ahead share what they did not foresee
  ///     with as many of their neighbours.
  /// - Source: Politis & White 2004, <https://doi.org/10.1081/ETC-120028836>, as corrected by
  ///   Patton, Politis & White 2009, <https://doi.org/10.1080/07474930802459016>.
  public static func automaticBlockLength(of values: [Double], atLeast least: Int = 1) -> Int {
    let optimal = Int(optimalBlockLength(of: values).rounded(.up))
    return max(1, least, min(optimal, values.count / fewestBlocks))
  }

  /// The optimal length of circular and moving blocks before rounding.
  static func optimalBlockLength(of values: [Double]) -> Double {
    let count = Double(values.count)
    guard values.count >= 4 else { return 1 }
    let mean = values.reduce(0, +) / count
    let centred = values.map { $0 - mean }
    let variance = autocovariance(centred, lag: 0)
    guard variance > 0 else { return 1 }

    // The last lag before `quietLags` successive autocorrelations that are within the noise.
    let noise = 2 * (log10(count) / count).squareRoot()
    let quietLags = max(5, Int(log10(count).squareRoot()))
    let farthest = min(Int(count.squareRoot().rounded(.up)) + quietLags, values.count - 1)
    var covariances = [variance]
    var memory = 0
    while covariances.count <= farthest, covariances.count - 1 - memory < quietLags {
      let lag = covariances.count
      covariances.append(autocovariance(centred, lag: lag))
      if abs(covariances[lag]) >= noise * variance { memory = lag }
    }
    let reach = min(2 * max(memory, 1), farthest)
    for lag in covariances.count..<max(covariances.count, reach + 1) {
      covariances.append(autocovariance(centred, lag: lag))
    }

    var spectrum = variance
    var slope = 0.0
    for lag in 1...reach {
      let share = Double(lag) / Double(reach)
      let weight = share <= 0.5 ? 1 : 2 * (1 - share)
      spectrum += 2 * weight * covariances[lag]
      slope += 2 * weight * Double(lag) * covariances[lag]
    }
    let spread = 4.0 / 3.0 * spectrum * spectrum
    guard spread > 0 else { return 1 }
    let length = cbrt(2 * slope * slope / spread * count)
    return min(length, (min(3 * count.squareRoot(), count / 3)).rounded(.up))
  }

  private static func autocovariance(_ centred: [Double], lag: Int) -> Double {
    centred.withUnsafeBufferPointer { values in
      // Eight running sums, so that additions need not wait for each other.
      var sums = SIMD8<Double>()
      let end = values.count - lag
      let vectorEnd = end - end % 8
      for start in stride(from: 0, to: vectorEnd, by: 8) {
        for lane in 0..<8 { sums[lane] += values[start + lane] * values[start + lane + lag] }
      }
      var total = sums.sum()
      for index in vectorEnd..<end { total += values[index] * values[index + lag] }
      return total / Double(values.count)
    }
  }
}
