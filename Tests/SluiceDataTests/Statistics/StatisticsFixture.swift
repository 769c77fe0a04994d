import Foundation
import SluiceData
import SluiceTensor
import Testing

/// Numbers of statsmodels, scipy, scikit-learn, numpy and ruptures.
struct StatisticsFixture: Decodable {
  struct Described: Decodable {
    let values: [Double]
    let correlations: Correlations
    let unitRoot: [UnitRoot]
    let periodogram: [Double]
    let skewness: Double
    let kurtosis: Double
    let counts: [Int]
    let edges: [Double]
  }
  struct Correlations: Decodable {
    let acf: [Double]
    let halfWidths: [Double]
    let pacf: [Double]
    let usualLags: Int
    let ljungBox: LjungBox
  }
  struct LjungBox: Decodable {
    let statistic: Double
    let pValue: Double
    let fittedPValue: Double
  }
  struct UnitRoot: Decodable {
    let regression: String
    let statistic: Double
    let pValue: Double
    let lags: Int
    let rows: Int
    let critical: [Double]
    let kpss: KPSS
  }
  struct KPSS: Decodable {
    let statistic: Double
    let pValue: Double
    let lags: Int
  }
  struct Samples: Decodable {
    let first: [Double]
    let second: [Double]
    let statistic: Double
    let pValue: Double
    let psi: Double
    let edges: [Double]
  }
  struct Cuts: Decodable {
    let values: [Double]
    let penalty: Double
    let shortest: Int
    let rows: [Int]
  }
  struct Parts: Decodable {
    let values: [Double]
    let season: Int
    let seasonalWindow: Int
    let trendWindow: Int?
    let isRobust: Bool
    let tenth: Bool
    let trend: [Double]
    let seasonal: [Double]
    let weights: [Double]
  }
  struct Seasons: Decodable {
    let trend: [Double]
    let seasonal: [[Double]]
    let resid: [Double]
    let seasons: [Int]
  }
  struct Dependence: Decodable {
    struct Column: Decodable {
      let name: String
      let second: [Double]
      let pearson: Double
      let spearman: Double
      let mutual: [String: Double]
    }
    struct Ties: Decodable {
      let first: [Double]
      let second: [Double]
      let spearman: Double
    }
    let first: [Double]
    let columns: [Column]
    let ties: Ties
  }

  let series: [String: Described]
  let samples: [Samples]
  let changePoints: [Cuts]
  let stl: [Parts]
  let mstl: Seasons
  let dependence: Dependence
  let chiSquared: [[Double]]
  let logGamma: [[Double]]
  let kolmogorov: [[Double]]

  static func read() throws -> StatisticsFixture {
    let url = try #require(
      Bundle.module.url(
        forResource: "statistics", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(StatisticsFixture.self, from: Data(contentsOf: url))
  }

  func readings(_ name: String) throws -> Readings {
    try Readings(#require(series[name]).values)
  }
}

/// Whether two numbers agree to a part of the larger one of 1 and the expected one's magnitude.
func agrees(_ value: Double, _ expected: Double, to tolerance: Double = 1e-9) -> Bool {
  abs(value - expected) <= tolerance * max(1, abs(expected))
}

/// Whether two arrays agree element by element, as ``agrees(_:_:to:)`` says.
func agrees(_ values: [Double], _ expected: [Double], to tolerance: Double = 1e-9) -> Bool {
  values.count == expected.count
    && zip(values, expected).allSatisfy { agrees($0, $1, to: tolerance) }
}

/// Made-up series for the laws that statistics keep.
enum MadeSeries {
  /// Independent normal numbers.
  static func noise(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in random.normalDouble() }
  }

  /// An autoregression of order 1; with 1 a random walk.
  static func autoregression(_ count: Int, _ coefficient: Double, seed: UInt64) -> [Double] {
    var value = 0.0
    return noise(count, seed: seed).map {
      value = coefficient * value + $0
      return value
    }
  }

  /// A sine, in rows.
  static func sine(_ count: Int, period: Double, amplitude: Double = 1) -> [Double] {
    (0..<count).map { amplitude * sin(2 * Double.pi * Double($0) / period) }
  }

  /// The sum of series, row by row.
  static func sum(_ first: [Double], _ others: [Double]...) -> [Double] {
    others.reduce(first) { zip($0, $1).map { $0 + $1 } }
  }
}
