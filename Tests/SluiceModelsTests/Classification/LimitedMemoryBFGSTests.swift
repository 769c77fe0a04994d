import Foundation
import Testing

@testable import SluiceModels

@Suite struct LimitedMemoryBFGSTests {
  @Test("the minimum of a valley ten thousand times steeper across than along is found")
  func valley() {
    let steepness = (0..<13).map { 1e4 / (1 + 833.25 * Double($0)) }
    var calls = 0
    let found = LimitedMemoryBFGS().minimum(from: [Double](repeating: 0, count: 13)) { x in
      calls += 1
      var value = 7.0
      let gradient = x.indices.map { index in
        let distance = x[index] - Double(index)
        value += steepness[index] * distance * distance / 2
        return steepness[index] * distance
      }
      return (value, gradient)
    }
    for (index, value) in found.enumerated() { #expect(abs(value - Double(index)) < 1e-5) }
    #expect(calls < 100)
  }

  @Test("a start at the minimum stays there, after one look")
  func settled() {
    var calls = 0
    let found = LimitedMemoryBFGS().minimum(from: [3]) { x in
      calls += 1
      return ((x[0] - 3) * (x[0] - 3), [2 * (x[0] - 3)])
    }
    #expect(found == [3])
    #expect(calls == 1)
  }

  @Test("where noise hides which of two values is lower, the slopes lead on")
  func noise() {
    let found = LimitedMemoryBFGS().minimum(from: [0, 0, 0, 0, 0]) { x in
      var value = 1_000 + 3e-5 * sin(1e7 * x.reduce(0, +))
      let gradient = x.indices.map { index in
        let (weight, distance) = (Double(index + 1), x[index] - Double(index))
        let root = (1 + distance * distance).squareRoot()
        value += weight * (root - 1)
        return weight * distance / root
      }
      return (value, gradient)
    }
    for (index, value) in found.enumerated() { #expect(abs(value - Double(index)) < 1e-6) }
  }
}
