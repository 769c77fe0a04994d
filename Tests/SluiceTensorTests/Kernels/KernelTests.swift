import Testing

@testable import SluiceTensor

/// All tests of kernels, one after another: each instruction set that the machine has is tested, and
/// the choice is one for the process, as the number of threads is.
@Suite(.serialized) struct KernelTests {}

extension InstructionSet {
  /// Runs a test on each instruction set of this machine.
  static func forEach(_ body: (InstructionSet) throws -> Void) rethrows {
    let before = current
    defer { current = before }
    for set in available {
      current = set
      try body(set)
    }
  }
}

func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs(Double($0) - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}
