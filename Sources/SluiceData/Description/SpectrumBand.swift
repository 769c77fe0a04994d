#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The strongest wave among those of similar length: a periodogram short enough to be drawn.
public struct SpectrumBand: Codable, Hashable, Sendable {
  /// The length of the wave in rows, at least 2.
  public let rows: Double
  /// Its power, in squared units of the readings times rows.
  public let density: Double

  /// At most 300 bands, all of the same ratio of lengths, from the longest to the shortest.
  static func bands(of periodogram: Periodogram) -> [SpectrumBand] {
    let densities = periodogram.densities
    var bands: [SpectrumBand] = []
    var latest = -1
    for cycles in densities.indices.dropFirst() {
      let place = Int(300 * log(Double(cycles)) / log(Double(densities.count)))
      let band = SpectrumBand(
        rows: Double(periodogram.count) / Double(cycles), density: densities[cycles])
      if place != latest {
        bands.append(band)
        latest = place
      } else if band.density > bands[bands.count - 1].density {
        bands[bands.count - 1] = band
      }
    }
    return bands
  }
}
