#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import SluiceTensor

/// A rule to turn sensors that knows where their channels lie and how they were scaled.
package struct BoundRotation: Sendable {
  /// One channel of a sensor.
  struct Channel: Sendable {
    /// Its place among the channels of a window.
    let place: Int
    /// Its scaling: `(reading - offset) / scale`.
    let offset: Double
    let scale: Double
  }

  let degrees: Double
  let sensors: [[Channel]]
  let channels: Int

  /// Turns windows of scaled readings where they lie.
  ///
  /// The turns of a window follow from the streams, the epoch and the window's number alone, so that
  /// neither the order nor the size of batches matters.
  ///
  /// - Parameters:
  ///   - readings: Row-major `[B, T, F]`.
  ///   - windows: The numbers of the windows, `B`.
  ///   - lengths: The true lengths of the windows; nil when all are full. What lies behind stays.
  ///   - epoch: The epoch, counted from 1.
  ///   - streams: The streams of the run.
  package func turn(
    _ readings: inout [Float], windows: ArraySlice<Int>, lengths: [Int]?, epoch: Int,
    streams: RandomStreams
  ) {
    let size = readings.count / max(windows.count, 1)
    precondition(
      size % channels == 0 && size * windows.count == readings.count,
      "BoundRotation: \(readings.count) readings of \(windows.count) windows")
    readings.withUnsafeMutableBufferPointer { readings in
      for (number, window) in windows.enumerated() {
        var stream = streams.stream("rotation/\(epoch)/\(window)")
        let start = number * size
        let end = start + (lengths.map { $0[number] * channels } ?? size)
        for sensor in sensors {
          let turn = draw(&stream)
          for first in stride(from: 0, to: sensor.count, by: 3) {
            BoundRotation.turn(
              readings, from: start, to: end, by: channels, sensor[first..<first + 3], turn)
          }
        }
      }
    }
  }

  /// Turns three channels of the rows that begin at `start`, `start + width` and so on before `end`.
  private static func turn(
    _ readings: UnsafeMutableBufferPointer<Float>, from start: Int, to end: Int, by width: Int,
    _ group: ArraySlice<Channel>, _ turn: Turn
  ) {
    let first = group.startIndex
    let (x, y, z) = (group[first], group[first + 1], group[first + 2])
    let offset = SIMD3(x.offset, y.offset, z.offset)
    let scale = SIMD3(x.scale, y.scale, z.scale)
    // Scaling back, turning and scaling again are one linear map: its columns, and what is added.
    let ofX = SIMD3<Float>(turn.x * x.scale / scale)
    let ofY = SIMD3<Float>(turn.y * y.scale / scale)
    let ofZ = SIMD3<Float>(turn.z * z.scale / scale)
    let shift = SIMD3<Float>((turn.applied(to: offset) - offset) / scale)
    for row in stride(from: start, to: end, by: width) {
      let turned =
        ofX * readings[row + x.place] + ofY * readings[row + y.place]
        + ofZ * readings[row + z.place] + shift
      readings[row + x.place] = turned.x
      readings[row + y.place] = turned.y
      readings[row + z.place] = turned.z
    }
  }

  /// Draws a turn.
  private func draw(_ stream: inout RandomStream) -> Turn {
    // Three normal draws point in each direction with the same chance.
    let axis = SIMD3(stream.normalDouble(), stream.normalDouble(), stream.normalDouble())
    return Turn(angle: stream.normalDouble() * degrees * .pi / 180, about: axis)
  }
}

/// A turn in space: where the axes x, y and z come to lie.
struct Turn {
  let x, y, z: SIMD3<Double>

  /// A turn by an angle in radians, against the clock seen from the tip of the axis.
  ///
  /// - Source: Rodrigues' formula, <https://mathworld.wolfram.com/RodriguesRotationFormula.html>.
  init(angle: Double, about axis: SIMD3<Double>) {
    let k = axis / (axis * axis).sum().squareRoot()
    let (c, s) = (cos(angle), sin(angle))
    let along = k * (1 - c)
    x = along * k.x + SIMD3(c, k.z * s, -k.y * s)
    y = along * k.y + SIMD3(-k.z * s, c, k.x * s)
    z = along * k.z + SIMD3(k.y * s, -k.x * s, c)
  }

  func applied(to v: SIMD3<Double>) -> SIMD3<Double> { x * v.x + y * v.y + z * v.z }
}
