/// The random streams of one run: one for each name, all from one seed.
public struct RandomStreams: Codable, Hashable, Sendable {
  /// The seed of the run.
  public let seed: UInt64

  /// Creates the streams of a run.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Returns a fresh stream that depends on the seed and the name only.
  ///
  /// - Parameter name: What the numbers are for, such as `"init"`, `"dropout"` or `"shuffle/3"`.
  public func stream(_ name: String) -> RandomStream {
    // FNV-1a over the name; the finaliser of SplitMix64 spreads seed and name over all bits.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return RandomStream(seed: RandomStream.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ hash)
  }
}
