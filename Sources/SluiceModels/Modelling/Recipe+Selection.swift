import SluiceData
import SluiceTensor

extension FittedRecipe {
  /// Returns the features that a rule keeps, in the order of the recipe, and those that it leaves out.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - part: The training rows that this recipe was fitted to.
  /// - Throws: ``SelectionError/nothingLeft(threshold:best:score:)``, and what cutting windows throws.
  func selection(
    _ rule: FeatureSelection, _ part: TrainingPart
  ) throws -> (kept: Set<String>, dropped: [DroppedFeature]) {
    let frame = try frame(part, warmUp: .none)
    let names = recipe.lookedAt
    let isLabel = classes != nil
    let columns = names.map {
      isLabel ? frame.labeledReadings(of: $0) : frame.lastReadings(of: $0)
    }
    let scores =
      isLabel
      ? try frame.classScores(rule.method, of: columns)
      : try frame.scores(rule.method, of: columns)
    // The better first; of equals the one that was named first.
    let ranking = names.indices.sorted {
      (scores[$1], $0) < (scores[$0], $1)
    }
    let goal =
      isLabel
      ? recipe.target : "\(recipe.target) \(Wording.count(recipe.steps.last ?? 1, "row")) later"
    var kept: [Int] = []
    var reasons: [Int: String] = [:]
    for (rank, place) in ranking.enumerated() {
      let told =
        "has \(rule.method.words(ofLabels: isLabel)) of \(Wording.number(scores[place])) with \(goal), rank "
        + "\(rank + 1) of \(names.count)"
      if scores[place] < rule.threshold ?? 0 {
        reasons[place] = "\(told), below the threshold of \(Wording.number(rule.threshold ?? 0))"
      } else if let (other, likeness) = Self.original(of: place, among: kept, columns),
        likeness > rule.copiesAbove ?? 1
      {
        reasons[place] =
          "is nearly a copy of \(names[other]) (correlation \(Wording.number(likeness))), which tells more"
      } else if kept.count >= rule.keep ?? names.count {
        reasons[place] = "\(told); \(rule.keep ?? 0) are kept"
      } else {
        kept.append(place)
      }
    }
    if kept.isEmpty, let best = ranking.first {
      throw SelectionError.nothingLeft(
        threshold: rule.threshold ?? 0, best: names[best], score: scores[best])
    }
    return (
      Set(kept.map { names[$0] }),
      names.indices.compactMap { place in
        reasons[place].map { DroppedFeature(name: names[place], reason: $0) }
      }
    )
  }

  /// The kept column that a column is most like, with the size of their correlation.
  private static func original(
    of place: Int, among kept: [Int], _ columns: [[Double]]
  ) -> (other: Int, likeness: Double)? {
    kept.map { ($0, WindowFrame.correlation(columns[$0], columns[place])) }
      .max { $0.1 < $1.1 }
  }
}

extension WindowFrame {
  /// The scaled readings of an input in the last row of each window.
  fileprivate func lastReadings(of name: String) -> [Double] {
    guard let column = scaled[name] else { return [] }
    return (0..<count).map { Double(column[windows.inputRows($0).upperBound - 1]) }
  }

  /// What each of some columns tells about the farthest step of the targets.
  fileprivate func scores(
    _ method: FeatureSelection.Method, of columns: [[Double]]
  ) throws -> [Double] {
    let size = steps.count
    let targets = windows.allTargets
    let goal = (0..<count).map { Double(targets[$0 * size + size - 1]) }
    switch method {
    case .correlation:
      return columns.map { Self.correlation($0, goal) }
    case .mutualInformation:
      return columns.map { column in
        guard let first = try? Readings(column), let second = try? Readings(goal) else { return 0 }
        return (try? MutualInformation.nats(between: first, and: second)) ?? 0
      }
    case .permutation: return try permutationImportances()
    }
  }

  /// The size of the correlation of two columns; 0 where one is the same everywhere.
  fileprivate static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    guard let first = try? Readings(first), let second = try? Readings(second) else { return 0 }
    return abs((try? Correlation.pearson(first, second)) ?? 0)
  }

  /// The numbers of some windows in another order, one for each input.
  static func exchanged(_ count: Int, for input: Int) -> [Int] {
    var random = RandomStreams(seed: 0).stream("permutation/\(input)")
    var order = Array(0..<count)
    for place in order.indices.dropFirst() { order.swapAt(place, random.below(place + 1)) }
    return order
  }

  /// By which share the squared error of a ridge grows when one input after the other is exchanged among the
  /// windows that it was not fitted to: the last fifth.
  ///
  /// A ridge adds up what each input's readings give, so it is these sums that are exchanged, window by
  /// window. It forecasts the target itself, and the error is that of the scaled target.
  private func permutationImportances() throws -> [Double] {
    let middle = count - count / 5
    let ridge = try Ridge().fitted(to: self[0..<middle])
    let checked = self[middle..<count].windows
    let (lookback, width) = (checked.options.lookback, checked.inputs.count)
    let step = steps.count - 1
    let weights = ridge.weights[(step * lookback * width)...]
    var shares = [[Double]](repeating: [], count: width)
    var errors: [Double] = []
    checked.withReadings { readings, target in
      for window in 0..<checked.count {
        let last = checked.lastReadingRow(window)
        let first = (last - lookback + 1) * width
        var sum = Double(ridge.intercepts[step])
        for input in 0..<width {
          var share = 0.0
          for place in stride(from: input, to: lookback * width, by: width) {
            share += Double(weights[weights.startIndex + place]) * Double(readings[first + place])
          }
          shares[input].append(share)
          sum += share
        }
        errors.append(sum - Double(target?[last + (steps.last ?? 1)] ?? 0))
      }
    }
    let before = max(errors.reduce(0) { $0 + $1 * $1 }, .leastNormalMagnitude)
    return recipe.recipe.lookedAt.indices.map { input in
      let order = Self.exchanged(errors.count, for: input)
      let after = errors.indices.reduce(0.0) { sum, window in
        let error =
          errors[window] - shares[input][window]
          + shares[input][order[window]]
        return sum + error * error
      }
      return max(0, after / before - 1)
    }
  }
}
