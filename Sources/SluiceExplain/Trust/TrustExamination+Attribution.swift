import SluiceTensor

extension TrustExamination {
  /// Returns what the shares of a method come to, for the answers of an attribution.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - function: What answers.
  ///   - windows: The windows of the attribution, scaled, `[N, T, F]`.
  ///   - attribution: What was explained: one answer for all windows, or one for each.
  /// - Throws: ``ExplainError``, and what the method throws.
  public func trust(
    in method: any AttributionMethod, of function: any ExplainedFunction, windows: Tensor,
    of attribution: Attribution
  ) throws -> Trust {
    let names =
      attribution.windowAnswers
      ?? [String](repeating: attribution.answer, count: attribution.count)
    let answers = names.map { function.answers.firstIndex(of: $0) ?? function.answers.count }
    return try trust(
      in: method, of: function, windows: windows, answers: answers, named: attribution.answer)
  }
}
