/// A search space as coordinates of a Gaussian process, one for each parameter.
///
/// Numbers stand at their position in the unit interval, so equal steps of their scale are equally
/// far apart. The values of a categorical parameter stand at 0, 1, 2, ... and are all one apart. What is
/// not in play stands at a fixed place: the parameter on which it depends tells the difference.
struct EmbeddedSpace {
  /// What a coordinate is.
  enum Kind: Hashable {
    /// A number that moves freely, or in steps so fine that it may be thought to.
    case smooth
    /// One of a few numbers.
    case stepped(Int)
    /// One of a few values without an order.
    case categorical(Int)
  }

  let space: SearchSpace
  let kinds: [Kind]
  private let indices: [String: Int]

  init(_ space: SearchSpace) {
    self.space = space
    kinds = space.parameters.map { parameter in
      let count = parameter.domain.count ?? 0
      if parameter.domain.isCategorical { return .categorical(count) }
      return parameter.domain.isSmooth ? .smooth : .stepped(count)
    }
    indices = Dictionary(
      uniqueKeysWithValues: space.parameters.enumerated().map { ($1.name, $0) })
  }

  /// Whether the values of each coordinate have no order.
  var isCategorical: [Bool] {
    space.parameters.map(\.domain.isCategorical)
  }

  /// Returns the values at a point of the unit cube; coordinates of parameters that do not come into
  /// play are not looked at.
  func assignment(at point: [Double]) -> Hyperparameters {
    space.assignment { $0.domain.value(at: point[indices[$0.name] ?? 0]) }
  }

  /// Returns the coordinates of an assignment.
  func coordinates(of assignment: Hyperparameters) -> [Double] {
    zip(space.parameters, kinds).map { parameter, kind in
      let position = assignment[parameter.name].flatMap(parameter.domain.position)
      if case .categorical(let count) = kind {
        return position.map { ($0 * Double(count)).rounded(.down) } ?? -1
      }
      return position ?? 0.5
    }
  }

  /// Returns a point of the unit cube that gives an assignment; what is not in play is at the middle.
  func point(of assignment: Hyperparameters) -> [Double] {
    space.parameters.map { parameter in
      assignment[parameter.name].flatMap(parameter.domain.position) ?? 0.5
    }
  }

  /// Returns which coordinates move smoothly and are in play.
  func smooth(in assignment: Hyperparameters) -> [Int] {
    kinds.indices.filter {
      kinds[$0] == .smooth && assignment[space.parameters[$0].name] != nil
    }
  }
}
