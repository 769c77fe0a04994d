import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceTensor

/// The laws of methods that share an answer out; one call tests a new one.
///
/// Windows have 2 steps of 3 inputs, so that methods that go through all coalitions of readings can be
/// tested too.
struct MethodConformance {
  /// A law that a method may keep.
  enum Law: CaseIterable {
    /// Shares sum to the answer less the baseline's.
    case completeness
    /// What the answer hangs on gets a share, of the right sign.
    case sensitivity
    /// What the network does not look at gets exactly 0.
    case ignored
    /// The shares of a sum of functions are the sums of shares.
    case linearity
    /// Two networks that are the same function get the same shares.
    case implementation
    /// Inputs that do the same and read the same get the same shares.
    case symmetry
  }

  private let method: any AttributionMethod
  private let tolerance: Float
  private let task: ExplainTask
  private let windows: Tensor
  private var violations: [String] = []

  /// Background windows of the kit's functions in which the inputs `a` and `b` read the same, `[7, 2, 3]`;
  /// for methods that need some.
  static let background = symmetric(windows(count: 7, stream: "background"))

  /// Returns what a method does wrong, in words; empty for one that keeps the laws.
  ///
  /// - Parameters:
  ///   - method: The method; its baseline must read the same in `a` and `b`, as zeros do.
  ///   - laws: Those that it should keep.
  ///   - tolerance: By how much numbers may differ, relative to the largest share.
  static func violations(
    of method: any AttributionMethod, laws: [Law] = Law.allCases, tolerance: Float = 1e-4
  ) throws -> [String] {
    var kit = MethodConformance(
      method: method, tolerance: tolerance, task: try ExplainTask(lookback: 2),
      windows: windows(count: 5, stream: "windows"))
    try kit.checkForm()
    for law in laws {
      switch law {
      case .completeness: try kit.checkCompleteness()
      case .sensitivity: try kit.checkSensitivity()
      case .ignored: try kit.checkIgnored()
      case .linearity: try kit.checkLinearity()
      case .implementation: try kit.checkImplementation()
      case .symmetry: try kit.checkSymmetry()
      }
    }
    return kit.violations
  }

  // MARK: Laws

  private mutating func checkForm() throws {
    let function = try task.function(task.network())
    let shares = try shares(function)
    if shares.method != method.name || shares.answer != "+1" || shares.inputs != ["a", "b", "c"]
      || shares.steps != 2 || shares.count != 5
    {
      violations.append("the result does not name method, answer, inputs, steps and windows")
    }
    if !near(shares.answers, function.values(windows)) {
      violations.append("the answers are not those of the function")
    }
    if !shares.values.allSatisfy(\.isFinite) { violations.append("a share is not finite") }
    if try self.shares(function) != shares {
      violations.append("the same call gives other shares a second time")
    }
    let last = try method.attribution(of: function, windows: windows.selecting([4]), answer: 0)
    if !near(Array(shares.values.suffix(6)), last.values) {
      violations.append("the shares of a window depend on the other windows of the call")
    }
    checkRefusal("windows of another shape", .zeros([5, 3, 2]), answer: 0)
    checkRefusal("no window", .zeros([0, 2, 3]), answer: 0)
    checkRefusal("an answer that is not there", windows, answer: 1)
    checkRefusal("a reading that is no number", .filled(.nan, shape: [5, 2, 3]), answer: 0)
  }

  private mutating func checkRefusal(_ what: String, _ windows: Tensor, answer: Int) {
    let function = WeightedSum(weights: .ones([2, 3]))
    do {
      _ = try method.attribution(of: function, windows: windows, answer: answer)
      violations.append("\(what) is not refused")
    } catch is ExplainError {
    } catch {
      violations.append("\(what) is refused with an error of another kind: \(error)")
    }
  }

  private mutating func checkCompleteness() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let shares = try shares(task.function(task.network(seed: seed)))
      guard let gaps = shares.completenessGaps else {
        violations.append("the shares are counted from nowhere: there are no baselines")
        return
      }
      let size = shares.values.map(abs).max() ?? 0
      if let gap = gaps.map({ abs($0) }).max(), gap > Double(tolerance * size) {
        violations.append("the shares of network \(seed) miss its answer by \(gap)")
      }
    }
  }

  private mutating func checkSensitivity() throws {
    let weights = Tensor([0, 0, 0, 0, 3, 0], shape: [2, 3])
    let shares = try shares(WeightedSum(weights: weights))
    for window in 0..<shares.count {
      if shares[window, 1, 1] == 0 {
        violations.append("the only reading that moves the answer gets nothing")
        break
      }
      let others = (0..<6).filter { $0 != 4 }.map { shares.values[window * 6 + $0] }
      if others.contains(where: { abs($0) > tolerance * abs(shares[window, 1, 1]) }) {
        violations.append("readings beside the only one that moves the answer get a share")
        break
      }
    }
  }

  private mutating func checkIgnored() throws {
    let network = try task.network().changing { tensors in
      // Without its column of weights, the input b is not looked at.
      tensors["0.weightIH"] = tensors["0.weightIH"].map { weights in
        Tensor(
          weights.values.enumerated().map { $0 % 3 == 1 ? 0 : $1 }, shape: weights.shape)
      }
    }
    let shares = try shares(task.function(network))
    let places = shares.values.indices.filter { $0 % 3 == 1 }
    if places.contains(where: { shares.values[$0] != 0 }) {
      violations.append("an input that the network does not look at gets a share")
    }
  }

  private mutating func checkLinearity() throws {
    let first = try task.function(task.network(seed: 1))
    let second = try task.function(task.network(seed: 2))
    let sum = try shares(Combination(first: (2, first), second: (-0.5, second))).values
    let expected = zip(try shares(first).values, try shares(second).values).map {
      2 * $0 - 0.5 * $1
    }
    if !near(sum, expected) {
      violations.append("the shares of a sum of functions are not the sums of their shares")
    }
  }

  private mutating func checkImplementation() throws {
    let network = try task.network()
    // The units in reverse order, gate by gate.
    let other = try network.changing { tensors in
      for (path, tensor) in tensors where path.hasPrefix("0.") {
        let width = tensor.count / 16
        let rows = (0..<16).flatMap { row -> [Float] in
          let source = row / 4 * 4 + 3 - row % 4
          let values = Array(tensor.values[source * width..<(source + 1) * width])
          return path == "0.weightHH" ? values.reversed() : values
        }
        tensors[path] = Tensor(rows, shape: tensor.shape)
      }
      tensors["1.weight"] = tensors["1.weight"].map {
        Tensor($0.values.reversed(), shape: $0.shape)
      }
    }
    let (one, two) = try (shares(task.function(network)), shares(task.function(other)))
    if !near(one.answers, two.answers) {
      violations.append("the kit is wrong: the two networks are not the same function")
    }
    if !near(one.values, two.values) {
      violations.append("the same function as another network gets other shares")
    }
  }

  private mutating func checkSymmetry() throws {
    let network = try task.network().changing { tensors in
      tensors["0.weightIH"] = tensors["0.weightIH"].map { weights in
        let values = weights.values
        return Tensor(
          values.indices.map { $0 % 3 == 1 ? values[$0 - 1] : values[$0] }, shape: weights.shape)
      }
    }
    let shares = try method.attribution(
      of: task.function(network), windows: Self.symmetric(windows), answer: 0)
    let first = stride(from: 0, to: shares.values.count, by: 3).map { shares.values[$0] }
    let second = stride(from: 1, to: shares.values.count, by: 3).map { shares.values[$0] }
    if !near(first, second) {
      violations.append("two inputs that do the same and read the same get different shares")
    }
  }

  // MARK: Means

  private func shares(_ function: any ExplainedFunction) throws -> Attribution {
    try method.attribution(of: function, windows: windows, answer: 0)
  }

  private func near(_ some: [Float], _ others: [Float]) -> Bool {
    let size = max(some.map(abs).max() ?? 0, others.map(abs).max() ?? 0)
    return some.count == others.count
      && zip(some, others).allSatisfy { abs($0 - $1) <= tolerance * size }
  }

  /// Windows of 2 steps of 3 inputs, readings from -2 to 2, none of them near 0.
  private static func windows(count: Int, stream name: String) -> Tensor {
    var stream = RandomStreams(seed: 3).stream(name)
    return Tensor(
      (0..<count * 6).map { _ in
        let size = 0.25 + 1.75 * stream.uniform()
        return stream.uniform() < 0.5 ? -size : size
      }, shape: [count, 2, 3])
  }

  /// The same windows with what `a` reads in `b` too.
  private static func symmetric(_ windows: Tensor) -> Tensor {
    let values = windows.values
    return Tensor(
      values.indices.map { $0 % 3 == 1 ? values[$0 - 1] : values[$0] }, shape: windows.shape)
  }
}
