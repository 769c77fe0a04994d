/// A seeded generator of pseudo-random numbers (xoshiro256**), whose whole state can be saved.
///
/// A run owns one seed; every use of randomness takes its own stream by name from
/// ``RandomStreams``, so that adding a draw in one place changes no other.
///
/// - Source: Blackman & Vigna 2018, "Scrambled linear pseudorandom number generators",
///   <https://doi.org/10.1145/3460772>.
public struct RandomStream: RandomNumberGenerator, Codable, Hashable, Sendable {
  private var state: [UInt64]

  /// Creates the stream that a seed determines.
  public init(seed: UInt64) {
    // SplitMix64 fills the state, as the authors of xoshiro advise: it never yields all zeros.
    var counter = seed
    state = (0..<4).map { _ in
      counter &+= 0x9E37_79B9_7F4A_7C15
      return RandomStream.mixed(counter)
    }
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = RandomStream.rotated(state[1] &* 5, by: 7) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = RandomStream.rotated(state[3], by: 45)
    return result
  }

  /// Returns a number drawn uniformly from [0, 1) on a grid of 2^-24.
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// Returns a number drawn uniformly from [0, 1) on a grid of 2^-53.
  public mutating func uniformDouble() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Returns a whole number drawn from 0 to `count` - 1.
  ///
  /// The high half of a product maps 64 random bits onto the numbers; the bias, below `count` in 2^64,
  /// does not matter here, and one draw for each number keeps the stream's use plain.
  ///
  /// - Precondition: `count` is at least 1.
  public mutating func below(_ count: Int) -> Int {
    precondition(count >= 1, "RandomStream.below: \(count)")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}
