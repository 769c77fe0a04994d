import CSluiceKernels
import Testing

@testable import SluiceTensor

extension KernelTests {
  @Suite struct MapsTests {
    typealias Map = (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

    /// The maps of an instruction set, and what they compute.
    private func maps(_ set: InstructionSet) -> [(String, Map, (Double) -> Double)] {
      let kernels = set.kernels.pointee
      return [
        ("sigmoid", kernels.sigmoid, NaiveMaps.sigmoid), ("tanh", kernels.tanh, NaiveMaps.tanh),
        ("exp", kernels.exp, NaiveMaps.exp),
      ]
    }

    /// The largest error in units of the last place of the exact value.
    private func largestError(
      _ map: Map, _ exact: (Double) -> Double, over range: ClosedRange<Float>
    ) -> Double {
      let count = 200_003
      let x = (0..<count).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / Float(count - 1)
      }
      var y = [Float](repeating: 0, count: count)
      map(x, &y, count)
      return zip(x, y).map { x, y in
        let value = exact(Double(x))
        return abs(Double(y) - value) / Double(max(Float(value).ulp, .leastNormalMagnitude))
      }.max() ?? 0
    }

    @Test("activations are within a few units in the last place of the C library's")
    func accuracy() {
      InstructionSet.forEach { set in
        for range: ClosedRange<Float> in [-0.01...0.01, -1...1, -10...10, -80...80] {
          for (name, map, exact) in maps(set) {
            #expect(largestError(map, exact, over: range) <= 5, "\(name), \(set), \(range)")
          }
        }
      }
    }

    @Test("counts that fill no vector, and ends of the range", arguments: [0, 1, 7, 8, 9, 64, 65])
    func edges(count: Int) {
      InstructionSet.forEach { set in
        let special: [Float] = [
          .infinity, -.infinity, .nan, 1e30, -1e30, 0, -0.0, 88, -88, 0x1p-130,
        ]
        let x = (0..<count).map { special[$0 % special.count] }
        for (_, map, exact) in maps(set) {
          var y = [Float](repeating: 42, count: count + 1)
          map(x, &y, count)
          #expect(y[count] == 42)
          for (x, y) in zip(x, y) {
            let value = Float(exact(Double(x)))
            if x.isNaN {
              #expect(y.isNaN)
            } else if value.isFinite {
              // Results that are no normal numbers may become zero.
              #expect(abs(y - value) <= max(5 * value.ulp, 2e-38), "f(\(x)) = \(y)")
            } else {
              #expect(y == value)
            }
          }
        }
      }
    }

    @Test("dropout masks are the naive ones and drop their share")
    func dropoutMasks() {
      let mask = DropoutMask(rate: 0.2, key: 0x1234_5678_9ABC_DEF0)
      InstructionSet.forEach { _ in
        for count in [0, 1, 7, 8, 9, 64, 65, 10_000] {
          var values = [Float](repeating: 9, count: count + 1)
          mask.fill(&values, count: count, first: 77)
          #expect(values[..<count].elementsEqual((0..<count).map { mask.naive(77 + $0) }))
          #expect(values[count] == 9)
        }
      }
      let dropped = (0..<100_000).count { mask.naive($0) == 0 }
      #expect(abs(Double(dropped) - 20_000) < 4 * 126.5)
    }

    @Test("a step of Adam over many elements is that over each of them")
    func adam() {
      let count = 40_001
      var random = RandomStreams(seed: 5).stream("adam")
      func noise() -> [Float] { (0..<count).map { _ in random.uniform() } }
      let start = (values: noise(), mean: noise(), square: noise())
      let gradients = noise()
      func step(_ parts: [Range<Int>]) -> [[Float]] {
        var (values, mean, square) = start
        values.withUnsafeMutableBufferPointer { values in
          mean.withUnsafeMutableBufferPointer { mean in
            square.withUnsafeMutableBufferPointer { square in
              gradients.withUnsafeBufferPointer { gradients in
                guard let values = values.baseAddress, let mean = mean.baseAddress,
                  let square = square.baseAddress, let gradients = gradients.baseAddress
                else { return }
                for part in parts {
                  let at = part.lowerBound
                  UpdateLoops.adam(
                    values + at, gradients + at, mean: mean + at, square: square + at,
                    count: part.count, rate: 0.1, beta1: 0.9, beta2: 0.99, squareScale: 2,
                    epsilon: 1e-3, shrinkage: 0.01)
                }
              }
            }
          }
        }
        return [values, mean, square]
      }
      #expect(step([0..<count]) == step((0..<count).map { $0..<$0 + 1 }))
    }
  }
}
