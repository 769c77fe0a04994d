import SluiceTensor

/// The closed-form ridge regression of normal equations, with one strength an output.
struct RidgeSolution {
  /// Row-major `[P, D]`, for readings as they are.
  var weights: [Double]
  /// `[P]`, for readings as they are.
  var intercepts: [Double]
  /// The strength of each output, `[P]`.
  var strengths: [Double]

  /// Solves for each output with the strength that has the lowest mean squared error on the
  /// validation windows, and then once more with the validation windows added.
  ///
  /// - Returns: Nil when no strength makes the equations solvable.
  init?(training: NormalEquations, validation: NormalEquations?, strengths: [Double]) {
    var chosen = [Double](repeating: strengths[0], count: training.outputs)
    var equations = training
    if let validation, validation.count > 0 {
      var lowest = [Double](repeating: .infinity, count: training.outputs)
      for (strength, errors) in zip(
        strengths, Self.errors(strengths, training: training, validation: validation))
      {
        for (output, error) in errors.enumerated() where error < lowest[output] {
          lowest[output] = error
          chosen[output] = strength
        }
      }
      guard lowest.allSatisfy(\.isFinite) else { return nil }
      equations.add(validation)
    }
    self.init(equations, strengths: chosen)
  }

  /// Solves with a given strength for each output.
  private init?(_ equations: NormalEquations, strengths: [Double]) {
    let standard = StandardizedEquations(equations)
    self.strengths = strengths
    weights = []
    intercepts = []
    var factors: [Double: Cholesky] = [:]
    for (output, strength) in strengths.enumerated() {
      if factors[strength] == nil { factors[strength] = standard.factor(strength: strength) }
      guard let factor = factors[strength] else { return nil }
      let (w, intercept) = standard.solve(factor, output: output)
      weights += w
      var constant = intercept + equations.origin.target
      let features = equations.origin.features
      for (column, weight) in w.enumerated() {
        constant -= weight * features[column % features.count]
      }
      intercepts.append(constant)
    }
  }

  /// The validation error of each output under each strength, `[strengths][P]`.
  private static func errors(
    _ strengths: [Double], training: NormalEquations, validation: NormalEquations
  ) -> [[Double]] {
    let standard = StandardizedEquations(training)
    let none = [Double](repeating: .infinity, count: training.outputs)
    var errors = [[Double]](repeating: none, count: strengths.count)
    errors.withUnsafeMutableBufferPointer { errors in
      nonisolated(unsafe) let errors = errors
      Threads.run(blocks: strengths.count) { index in
        guard let factor = standard.factor(strength: strengths[index]) else { return }
        errors[index] = (0..<training.outputs).map { output in
          let (weights, intercept) = standard.solve(factor, output: output)
          return validation.meanSquaredError(
            output: output, weights: weights, intercept: intercept)
        }
      }
    }
    return errors
  }
}

/// Normal equations of columns with mean 0 and variance 1, so that the penalty weighs all alike
/// and leaves the intercept free.
private struct StandardizedEquations {
  private let columns: Int
  private let means: [Double]
  private let deviations: [Double]
  private let outputMeans: [Double]
  /// Correlations of the columns, `[D, D]`, lower triangle.
  private let correlations: [Double]
  /// Covariance of each output with each column, `[P, D]`.
  private let covariances: [Double]

  init(_ equations: NormalEquations) {
    let columns = equations.columns
    let count = equations.count
    let means = (0..<columns).map { equations.sum($0) / count }
    let outputMeans = (0..<equations.outputs).map { equations.sum(columns + $0) / count }
    // A constant column has no deviation: it is left as it is, 0, and gets no weight.
    let deviations = (0..<columns).map { column -> Double in
      let square = equations.product(column, column) / count
      let variance = square - means[column] * means[column]
      return variance > square * 1e-13 ? variance.squareRoot() : 0
    }
    var correlations = [Double](repeating: 0, count: columns * columns)
    for row in 0..<columns {
      for column in 0..<row where deviations[row] > 0 && deviations[column] > 0 {
        correlations[row * columns + column] =
          (equations.product(row, column) / count - means[row] * means[column])
          / (deviations[row] * deviations[column])
      }
      correlations[row * columns + row] = 1
    }
    var covariances = [Double](repeating: 0, count: equations.outputs * columns)
    for output in 0..<equations.outputs {
      for column in 0..<columns where deviations[column] > 0 {
        covariances[output * columns + column] =
          (equations.product(columns + output, column) / count
            - outputMeans[output] * means[column]) / deviations[column]
      }
    }
    self.columns = columns
    self.means = means
    self.deviations = deviations
    self.outputMeans = outputMeans
    self.correlations = correlations
    self.covariances = covariances
  }

  func factor(strength: Double) -> Cholesky? {
    var matrix = correlations
    for row in 0..<columns { matrix[row * columns + row] += strength }
    return Cholesky(matrix, size: columns)
  }

  /// Returns weights and intercept for readings and output counted from the origin.
  func solve(_ factor: Cholesky, output: Int) -> (weights: [Double], intercept: Double) {
    var weights = factor.solve(Array(covariances[output * columns..<(output + 1) * columns]))
    var intercept = outputMeans[output]
    for column in 0..<columns {
      weights[column] = deviations[column] > 0 ? weights[column] / deviations[column] : 0
      intercept -= weights[column] * means[column]
    }
    return (weights, intercept)
  }
}
