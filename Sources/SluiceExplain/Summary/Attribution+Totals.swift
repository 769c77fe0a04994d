import SluiceTensor

extension Attribution {
  /// What each input moved in each window, all steps together, row-major `[N, F]`.
  public var totalsByInput: [Double] {
    var totals = [Double](repeating: 0, count: count * inputs.count)
    for (place, value) in values.enumerated() {
      let window = place / (steps * inputs.count)
      totals[window * inputs.count + place % inputs.count] += Double(value)
    }
    return totals
  }

  /// What each step moved in each window, all inputs together, row-major `[N, T]`.
  public var totalsByStep: [Double] {
    var totals = [Double](repeating: 0, count: count * steps)
    for (place, value) in values.enumerated() { totals[place / inputs.count] += Double(value) }
    return totals
  }

  /// How much each input moves the answer over the windows, in the order of ``inputs``.
  public var importanceByInput: [Importance] {
    let totals = totalsByInput
    return inputs.indices.map { input in
      Importance(
        of: inputs[input],
        totals: stride(from: input, to: totals.count, by: inputs.count).map { totals[$0] })
    }
  }

  /// The mean size of what each step moved, by how far it lies back: the last step of a window first.
  public var importanceByLag: [Double] {
    let totals = totalsByStep
    return (0..<steps).map { lag in
      let step = steps - 1 - lag
      let sum = (0..<count).reduce(0.0) { $0 + abs(totals[$1 * steps + step]) }
      return sum / Double(max(1, count))
    }
  }
}

extension Attribution {
  /// Joins the shares of some windows in one answer with those of others in another.
  ///
  /// - Parameters:
  ///   - parts: Attributions by one method, at least one, each with the numbers of its windows among
  ///     all; every window is in one part.
  ///   - answer: What the answers are called together.
  public init(joining parts: [(windows: [Int], attribution: Attribution)], answer: String) {
    precondition(!parts.isEmpty, "Attribution: no parts to join")
    let first = parts[0].attribution
    let width = first.steps * first.inputs.count
    let count = parts.reduce(0) { $0 + $1.windows.count }
    var values = [Float](repeating: 0, count: count * width)
    var answers = [Float](repeating: 0, count: count)
    var baselines = first.baselines == nil ? nil : answers
    var names = [String](repeating: answer, count: count)
    for (windows, part) in parts {
      for (place, window) in windows.enumerated() {
        answers[window] = part.answers[place]
        names[window] = part.answer
        baselines?[window] = part.baselines?[place] ?? 0
        for cell in 0..<width { values[window * width + cell] = part.values[place * width + cell] }
      }
    }
    self.init(
      method: first.method, answer: answer, inputs: first.inputs, steps: first.steps,
      values: values, answers: answers, baselines: baselines, unit: first.unit,
      sharing: first.sharing, windowAnswers: names,
      notes: parts.flatMap { part in
        part.attribution.notes.map { "\(part.attribution.answer): \($0)" }
      })
  }
}

/// How much something moves an answer over many windows.
public struct Importance: Codable, Hashable, Sendable {
  /// What moves it.
  public var name: String
  /// The mean size of its shares, in units of the answer.
  public var mean: Double
  /// The size that a quarter of the shares are smaller than.
  public var lowerQuartile: Double
  /// The size that a quarter of the shares are larger than.
  public var upperQuartile: Double

  /// Sums up the shares of one input, one a window.
  init(of name: String, totals: [Double]) {
    let sizes = totals.map(abs).sorted()
    self.name = name
    mean = sizes.isEmpty ? 0 : sizes.reduce(0, +) / Double(sizes.count)
    lowerQuartile = sizes.isEmpty ? 0 : sizes.quantile(0.25)
    upperQuartile = sizes.isEmpty ? 0 : sizes.quantile(0.75)
  }
}
