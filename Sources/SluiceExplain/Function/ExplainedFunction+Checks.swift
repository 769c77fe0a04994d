import SluiceTensor

extension ExplainedFunction {
  /// Throws unless the function takes the windows: one at least, of its shape, of finite readings.
  ///
  /// - Throws: ``ExplainError``.
  package func check(_ windows: Tensor) throws {
    let expected = [steps, inputs.count]
    guard windows.rank == 3, Array(windows.shape[1...]) == expected else {
      throw ExplainError.windows(expected: expected, found: windows.shape)
    }
    guard windows.shape[0] > 0 else { throw ExplainError.noWindows(purpose: "to explain") }
    guard windows.isFinite else { throw ExplainError.notFinite(name: "window") }
  }

  /// Throws unless the function has the answer.
  ///
  /// - Throws: ``ExplainError``.
  package func check(answer: Int) throws {
    guard answers.indices.contains(answer) else {
      throw ExplainError.noSuchAnswer(found: answer, answers: answers)
    }
  }
}
