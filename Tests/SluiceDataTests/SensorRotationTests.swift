import Foundation
import SluiceTensor
import Testing

@testable import SluiceData

@Suite struct SensorRotationTests {
  private func read(_ json: String) throws -> SensorRotation {
    try JSONDecoder().decode(SensorRotation.self, from: Data(json.utf8))
  }

  private func complaint(_ json: String) -> String {
    do {
      return "read: \(try read(json))"
    } catch DecodingError.dataCorrupted(let context) {
      return context.debugDescription
    } catch {
      return "\(error)"
    }
  }

  /// Two sensors, of two groups and of one, in an order of their own, and a column that is none's.
  private static let channels = ["gz", "ax", "t", "ay", "az", "gx", "gy", "bx", "by", "bz"]
  private static let sensors = [["ax", "ay", "az", "gx", "gy", "gz"], ["bx", "by", "bz"]]

  private static func scale(_ column: String) -> ColumnScale? {
    // The last sensor is not scaled.
    guard !column.hasPrefix("b"), let place = channels.firstIndex(of: column) else { return nil }
    return ColumnScale(column: column, offset: Double(place) - 3, scale: 1 + Double(place) / 2)
  }

  private func bound(_ degrees: Double) throws -> BoundRotation {
    try SensorRotation(degrees: degrees, sensors: Self.sensors)
      .bound(to: Self.channels, scale: Self.scale)
  }

  /// Scaled readings of some windows of three rows.
  private func readings(_ windows: [Int]) -> [Float] {
    windows.flatMap { window in
      (0..<30).map { Float(($0 * 7 + window * 11) % 13) / 4 - 1.5 }
    }
  }

  private func turned(
    _ windows: [Int], degrees: Double = 25, lengths: [Int]? = nil, epoch: Int = 1,
    seed: UInt64 = 1
  ) throws -> [Float] {
    var result = readings(windows)
    try bound(degrees).turn(
      &result, windows: windows[...], lengths: lengths, epoch: epoch,
      streams: RandomStreams(seed: seed))
    return result
  }

  @Test("A rule survives JSON; what cannot be turned is refused by name")
  func coding() throws {
    let rule = SensorRotation(degrees: 12.5, sensors: Self.sensors)
    #expect(try read(String(decoding: JSONEncoder().encode(rule), as: UTF8.self)) == rule)
    for bad in ["0", "-1", "180.5"] {
      let found = complaint(#"{"degrees": \#(bad), "sensors": [["x", "y", "z"]]}"#)
      #expect(found.contains("must be above 0 and at most 180, found"), "\(found)")
    }
    let none = complaint(#"{"degrees": 9, "sensors": []}"#)
    #expect(none == "must name the columns of at least one sensor")
    let two = complaint(#"{"degrees": 9, "sensors": [["a", "b", "c"], ["x", "y"]]}"#)
    #expect(
      two == "must list the columns of a sensor in groups of three (x, y, z), found 2: [x, y]")
    let empty = complaint(#"{"degrees": 9, "sensors": [[]]}"#)
    #expect(empty.contains("found 0"), "\(empty)")
    let twice = complaint(#"{"degrees": 9, "sensors": [["a", "b", "c"], ["x", "y", "a"]]}"#)
    #expect(twice == "must name a column once, found 'a' twice")
  }

  @Test("A column that the windows do not have is an error that names the nearest")
  func missing() {
    let rule = SensorRotation(degrees: 9, sensors: [["ax", "ay", "aaz"]])
    #expect(
      throws: SeriesError.missingColumn(name: "aaz", nearest: "az", available: Self.channels)
    ) { try rule.bound(to: Self.channels) { _ in nil } }
  }

  @Test("A turn is scipy's")
  func matrix() {
    // Rotation.from_rotvec(0.7 * axis / norm(axis)).as_matrix() of scipy 1.17.1, axis (1, -2, 0.5).
    let expected = [
      [0.80963415, -0.23016375, -0.53992332], [0.0509959, 0.94401004, -0.32595161],
      [0.58471528, 0.23636768, 0.77604018],
    ]
    let turn = Turn(angle: 0.7, about: SIMD3(1, -2, 0.5))
    for row in 0..<3 {
      for (column, found) in [turn.x[row], turn.y[row], turn.z[row]].enumerated() {
        #expect(abs(found - expected[row][column]) < 1e-8)
      }
    }
  }

  @Test("In their own units the readings of a sensor turn together, and nothing else changes")
  func ownUnits() throws {
    let before = readings([4])
    let after = try turned([4])
    func vector(_ values: [Float], _ row: Int, _ columns: ArraySlice<String>) -> SIMD3<Double> {
      let parts = columns.map { column in
        let place = Self.channels.firstIndex(of: column) ?? 0
        let value = values[row * Self.channels.count + place]
        return Double(Self.scale(column)?.inverseTransform(value) ?? value)
      }
      return SIMD3(parts[0], parts[1], parts[2])
    }
    func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
    for sensor in Self.sensors {
      // All vectors of a sensor keep their lengths and the angles between them: those of one group,
      // and those of acceleration and rate of turn.
      let groups = stride(from: 0, to: sensor.count, by: 3).map { sensor[$0..<$0 + 3] }
      let places = groups.flatMap { group in (0..<3).map { (group, $0) } }
      for (a, rowA) in places {
        for (b, rowB) in places {
          let old = dot(vector(before, rowA, a), vector(before, rowB, b))
          let new = dot(vector(after, rowA, a), vector(after, rowB, b))
          #expect(abs(old - new) < 1e-4, "\(old) became \(new)")
        }
        #expect(vector(before, rowA, a) != vector(after, rowA, a))
      }
    }
    for row in 0..<3 { #expect(before[row * 10 + 2] == after[row * 10 + 2]) }
  }

  /// The matrices by which two sensors are turned in some windows, from what becomes of the three axes.
  private func turns(windows: Int, degrees: Double) throws -> [[[Float]]] {
    let names = ["ax", "ay", "az", "bx", "by", "bz"]
    let rule = SensorRotation(degrees: degrees, sensors: [Array(names[..<3]), Array(names[3...])])
    let axes: [Float] = [1, 0, 0, 1, 0, 0] + [0, 1, 0, 0, 1, 0] + [0, 0, 1, 0, 0, 1]
    var readings: [Float] = []
    for _ in 0..<windows { readings += axes }
    try rule.bound(to: names) { _ in nil }.turn(
      &readings, windows: Array(0..<windows)[...], lengths: nil, epoch: 2,
      streams: RandomStreams(seed: 5))
    var turns: [[[Float]]] = []
    for first in stride(from: 0, to: readings.count, by: 18) {
      for sensor in [first, first + 3] {
        turns.append([0, 6, 12].map { Array(readings[sensor + $0..<sensor + $0 + 3]) })
      }
    }
    return turns
  }

  @Test("Angles have the deviation that was asked for, axes point everywhere alike")
  func distribution() throws {
    let turns = try turns(windows: 3000, degrees: 20)
    var squares = 0.0
    var axis = SIMD3<Double>.zero
    var spread = SIMD3<Double>.zero
    for m in turns {
      let trace = Double(m[0][0] + m[1][1] + m[2][2])
      let angle = acos(min(1, max(-1, (trace - 1) / 2)))
      squares += angle * angle
      let skew = SIMD3(
        Double(m[1][2] - m[2][1]), Double(m[2][0] - m[0][2]), Double(m[0][1] - m[1][0]))
      let unit = skew / (skew * skew).sum().squareRoot()
      axis += unit
      spread += unit * unit
    }
    let count = Double(turns.count)
    #expect(abs((squares / count).squareRoot() * 180 / .pi - 20) < 0.6)
    for place in 0..<3 {
      #expect(abs(axis[place] / count) < 0.04)
      #expect(abs(spread[place] / count - 1.0 / 3) < 0.02)
    }
    // The two sensors of a window turn differently.
    #expect(turns[0] != turns[1])
  }

  @Test("A turn follows from seed, epoch and window alone, not from the batch")
  func repeats() throws {
    let batch = try turned([3, 1, 8])
    #expect(try batch == turned([3]) + turned([1]) + turned([8]))
    #expect(try turned([3], epoch: 2) != turned([3]))
    #expect(try turned([3], seed: 2) != turned([3]))
    // Not the same turn in every window either.
    var same = readings([3])
    try bound(25).turn(
      &same, windows: [8], lengths: nil, epoch: 1, streams: RandomStreams(seed: 1))
    #expect(try same != turned([3]))
  }

  @Test("What lies behind the end of a short window stays, and its turn is that of a full one")
  func lengths() throws {
    let full = try turned([3, 6])
    let short = try turned([3, 6], lengths: [1, 2])
    let before = readings([3, 6])
    #expect(short[..<10] == full[..<10])
    #expect(short[10..<30] == before[10..<30])
    #expect(short[30..<50] == full[30..<50])
    #expect(short[50...] == before[50...])
  }
}
