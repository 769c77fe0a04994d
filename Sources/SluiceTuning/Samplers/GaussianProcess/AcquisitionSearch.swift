import SluiceTensor

/// Looks for the values at which a Gaussian process expects the largest improvement.
///
/// Random points and neighbours of the best trials are compared; from the most promising of them it
/// climbs, along the gradient where a number moves freely and value by value where it does not.
struct AcquisitionSearch {
  let space: EmbeddedSpace
  let process: GaussianProcess

  /// The value to fall below.
  let best: Double

  /// A point of the unit cube and what it promises.
  private struct Candidate {
    var point: [Double]
    var assignment: Hyperparameters
    var promise: Double
  }

  /// Returns the most promising values, preferably such as have not been tried.
  ///
  /// - Parameters:
  ///   - leaders: The values of the best trials so far.
  ///   - tried: All values that have been proposed.
  func assignment(
    near leaders: [Hyperparameters], avoiding tried: Set<Hyperparameters>,
    drawing stream: inout RandomStream
  ) -> Hyperparameters? {
    let centres = leaders.map(space.point)
    var candidates = (0..<400).map { _ in
      candidate(at: space.kinds.map { _ in stream.uniformDouble() })
    }
    for index in 0..<(centres.isEmpty ? 0 : 100) {
      let centre = centres[index % centres.count]
      candidates.append(
        candidate(at: centre.map { min(max($0 + 0.1 * stream.normalDouble(), 0), 1) }))
    }
    candidates.sort { $0.promise > $1.promise }
    let starts = candidates.prefix(5) + centres.prefix(1).map(candidate)
    let ends = starts.map(climbed)
    let untried = (ends + candidates).filter { !tried.contains($0.assignment) }
    return (untried.isEmpty ? ends : untried).max { $0.promise < $1.promise }?.assignment
  }

  private func candidate(at point: [Double]) -> Candidate {
    let assignment = space.assignment(at: point)
    let belief = process.belief(at: space.coordinates(of: assignment))
    return Candidate(
      point: point, assignment: assignment,
      promise: ExpectedImprovement.logarithm(of: belief, below: best).value)
  }

  private func climbed(_ start: Candidate) -> Candidate {
    var here = start
    for _ in 0..<3 {
      let smooth = space.smooth(in: here.assignment)
      if !smooth.isEmpty {
        let moved = candidate(at: moved(here, along: smooth))
        if moved.promise > here.promise { here = moved }
      }
      let before = here.promise
      for index in space.kinds.indices {
        if let better = stepped(here, along: index), better.promise > here.promise { here = better }
      }
      if here.promise <= before { break }
    }
    return here
  }

  /// Follows the gradient in the coordinates that move freely.
  private func moved(_ start: Candidate, along smooth: [Int]) -> [Double] {
    let fixed = space.coordinates(of: start.assignment)
    let minimizer = BoxMinimizer(
      lower: smooth.map { _ in 0 }, upper: smooth.map { _ in 1 }, steps: 30, tolerance: 1e-4)
    func set(_ values: [Double], in point: [Double]) -> [Double] {
      var point = point
      for (index, value) in zip(smooth, values) { point[index] = value }
      return point
    }
    let end = minimizer.minimize(from: smooth.map { start.point[$0] }) { values in
      let (belief, means, deviations) = process.belief(at: set(values, in: fixed), along: smooth)
      let (promise, byMean, byDeviation) = ExpectedImprovement.logarithm(of: belief, below: best)
      return (-promise, zip(means, deviations).map { -(byMean * $0 + byDeviation * $1) })
    }
    return set(end.point, in: start.point)
  }

  /// Tries all values of a coordinate that has few.
  private func stepped(_ start: Candidate, along index: Int) -> Candidate? {
    let count: Int
    switch space.kinds[index] {
    case .smooth: return nil
    case .stepped(let number), .categorical(let number): count = number
    }
    guard count > 1, start.assignment[space.space.parameters[index].name] != nil else { return nil }
    return (0..<count).map { value in
      var point = start.point
      point[index] = (Double(value) + 0.5) / Double(count)
      return candidate(at: point)
    }.max { $0.promise < $1.promise }
  }
}
