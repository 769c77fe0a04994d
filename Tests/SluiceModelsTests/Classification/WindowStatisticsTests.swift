import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct WindowStatisticsTests {
  @Test("the statistics agree with numpy to single precision")
  func numpy() throws {
    let cases = try ClassModelsFixture.read().windows
    #expect(cases.map(\.length) == [1, 2, 23, 100])
    for expected in cases {
      let ours = WindowStatistics.features(of: expected.readings, channels: expected.channels)
      #expect(ours.count == WindowStatistics.count(channels: expected.channels))
      #expect(ours.count == expected.features.count)
      for (place, theirs) in expected.features.enumerated() {
        let own = Double(ours[place])
        #expect(
          abs(own - theirs) < 1e-6 * max(1, abs(theirs)), "\(expected.length), place \(place)")
      }
    }
  }

  @Test("each statistic has a name, channels first, then pairs")
  func names() {
    let names = WindowStatistics.names(of: ["x", "y", "z"])
    #expect(names.count == WindowStatistics.count(channels: 3))
    #expect(names[0] == "x: mean")
    #expect(names[11 + 5] == "y: median")
    #expect(names[2 * 11 + 9] == "z: energy")
    #expect(
      Array(names[33...]) == [
        "correlation of x and y", "correlation of x and z", "correlation of y and z",
      ])
  }

  /// Two channels of random readings, `[row, 2]`.
  private static let readings: [Float] = {
    var random = RandomStream(seed: 6)
    return (0..<2 * 307).map { _ in random.uniform() }
  }()

  private static func windows(_ options: WindowOptions, warmUp: WarmUp = .none) throws -> Windows {
    // A gap in the clock: short windows begin behind it too, where earlier rows are at hand.
    let series = Series(
      columns: [
        Column("x", stride(from: 0, to: readings.count, by: 2).map { readings[$0] }),
        Column("y", stride(from: 1, to: readings.count, by: 2).map { readings[$0] }),
      ], timestamps: (0..<307).map { Int64($0) * 20_000 + ($0 < 151 ? 0 : 60_000_000) })
    return try Windows(history: series, inputs: ["x", "y"], options: options, warmUp: warmUp)
  }

  @Test("each window is described by its own readings, a short one by those that it has")
  func trueLengths() throws {
    for warmUp in [WarmUp.none, .trueLength, .zeroPadded] {
      let windows = try Self.windows(WindowOptions(lookback: 7, stride: 3), warmUp: warmUp)
      let ours = WindowStatistics.features(of: windows)
      let width = WindowStatistics.count(channels: 2)
      #expect(ours.count == windows.count * width)
      #expect((windows.length(0) < 7) == (warmUp != .none))
      for window in 0..<windows.count {
        let rows = windows.inputRows(window)
        let alone = WindowStatistics.features(
          of: Array(Self.readings[rows.lowerBound * 2..<rows.upperBound * 2]), channels: 2)
        #expect(Array(ours[window * width..<(window + 1) * width]) == alone)
      }
    }
  }

  @Test("the statistics do not depend on the number of threads")
  func threads() throws {
    let windows = try Self.windows(WindowOptions(lookback: 7), warmUp: .trueLength)
    let before = Threads.count
    defer { Threads.count = before }
    let results = [1, 3].map { threads in
      Threads.count = threads
      return WindowStatistics.features(of: windows)
    }
    #expect(results[0] == results[1])
  }
}
