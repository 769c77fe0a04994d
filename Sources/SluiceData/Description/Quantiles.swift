/// Exact quantiles of readings without sorting or copying them.
///
/// The order of floating point numbers is that of their bits once negative ones are flipped, so two
/// passes of counting by 16 bits each find any order statistic.
enum Quantiles {
  /// Returns quantiles of the readings that are not missing, in the order asked for.
  ///
  /// Between two readings the value is interpolated linearly, as numpy and scikit-learn do. All are
  /// NaN when every reading is missing.
  ///
  /// - Parameter probabilities: Numbers from 0 to 1.
  static func of(
    _ values: UnsafeBufferPointer<Float>, at probabilities: [Double]
  ) -> [Double] {
    var highCounts = [Int](repeating: 0, count: 1 << 16)
    var count = 0
    highCounts.withUnsafeMutableBufferPointer { counts in
      for value in values where value == value {
        counts[Int(key(value) >> 16)] += 1
        count += 1
      }
    }
    guard count > 0 else { return probabilities.map { _ in .nan } }

    let positions = probabilities.map { Double(count - 1) * $0 }
    let ranks = Set(positions.flatMap { [Int($0), min(Int($0) + 1, count - 1)] }).sorted()
    let found = orderStatistics(ranks, of: values, highCounts: highCounts)
    return positions.map { position in
      let rank = Int(position)
      guard let low = found[rank], let high = found[min(rank + 1, count - 1)] else { return .nan }
      return low + (high - low) * (position - Double(rank))
    }
  }

  private static func orderStatistics(
    _ ranks: [Int], of values: UnsafeBufferPointer<Float>, highCounts: [Int]
  ) -> [Int: Double] {
    // The upper half of the bits of each rank, and how many readings lie below that half.
    var wanted: [(rank: Int, bucket: Int, below: Int)] = []
    var below = 0
    var next = 0
    for (bucket, inBucket) in highCounts.enumerated() where inBucket > 0 {
      while next < ranks.count, ranks[next] < below + inBucket {
        wanted.append((ranks[next], bucket, below))
        next += 1
      }
      below += inBucket
    }

    var slots = [Int16](repeating: -1, count: 1 << 16)
    var slotCount = 0
    for entry in wanted where slots[entry.bucket] < 0 {
      slots[entry.bucket] = Int16(slotCount)
      slotCount += 1
    }
    var lowCounts = [Int](repeating: 0, count: slotCount << 16)
    lowCounts.withUnsafeMutableBufferPointer { counts in
      slots.withUnsafeBufferPointer { slots in
        for value in values where value == value {
          let bits = key(value)
          let slot = slots[Int(bits >> 16)]
          if slot >= 0 { counts[Int(slot) << 16 + Int(bits & 0xFFFF)] += 1 }
        }
      }
    }
    var result: [Int: Double] = [:]
    for entry in wanted {
      var seen = entry.below
      let base = Int(slots[entry.bucket]) << 16
      for low in 0..<(1 << 16) {
        seen += lowCounts[base + low]
        if seen > entry.rank {
          result[entry.rank] = Double(number(UInt32(entry.bucket) << 16 | UInt32(low)))
          break
        }
      }
    }
    return result
  }

  /// A number whose unsigned order is the order of the readings.
  private static func key(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
  }

  private static func number(_ key: UInt32) -> Float {
    Float(bitPattern: key & 0x8000_0000 == 0 ? ~key : key & 0x7FFF_FFFF)
  }
}
