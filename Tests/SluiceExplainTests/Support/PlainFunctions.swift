import SluiceExplain
import SluiceTensor

/// The sum of the readings times weights, `[T, F]`.
struct WeightedSum: DifferentiableFunction {
  let weights: Tensor

  var steps: Int { weights.shape[0] }
  var inputs: [String] { ExplainTask.names(weights.shape[1]) }
  var answers: [String] { ["sum"] }

  func values(_ windows: Tensor) -> [Float] {
    let (weights, readings) = (weights.values, windows.values)
    return (0..<windows.shape[0]).map { window in
      weights.indices.reduce(0) { $0 + weights[$1] * readings[window * weights.count + $1] }
    }
  }

  func gradient(of answer: Int, at windows: Tensor) -> (values: [Float], derivatives: [Float]) {
    (values(windows), (0..<windows.shape[0]).flatMap { _ in weights.values })
  }
}

/// One function times a factor plus another times a factor.
struct Combination: DifferentiableFunction {
  let first: (factor: Float, function: any DifferentiableFunction)
  let second: (factor: Float, function: any DifferentiableFunction)

  var steps: Int { first.function.steps }
  var inputs: [String] { first.function.inputs }
  var answers: [String] { first.function.answers }

  private func mixed(_ a: [Float], _ b: [Float]) -> [Float] {
    zip(a, b).map { first.factor * $0 + second.factor * $1 }
  }

  func values(_ windows: Tensor) -> [Float] {
    mixed(first.function.values(windows), second.function.values(windows))
  }

  func gradient(of answer: Int, at windows: Tensor) -> (values: [Float], derivatives: [Float]) {
    let a = first.function.gradient(of: answer, at: windows)
    let b = second.function.gradient(of: answer, at: windows)
    return (mixed(a.values, b.values), mixed(a.derivatives, b.derivatives))
  }
}

/// A function that hides its gradient.
struct WithoutGradient: ExplainedFunction {
  let function: any ExplainedFunction

  var steps: Int { function.steps }
  var inputs: [String] { function.inputs }
  var answers: [String] { function.answers }

  func values(_ windows: Tensor) -> [Float] { function.values(windows) }
}
