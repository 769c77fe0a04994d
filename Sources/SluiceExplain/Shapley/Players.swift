/// The groups into which the cells of a window are cut: the players of a game whose gain is the answer.
///
/// Letters: `T` steps, `F` inputs, `M` players. Each cell belongs to exactly one player.
public struct Players: Hashable, Sendable {
  /// The number of steps of a window, `T`.
  public let steps: Int
  /// The number of inputs, `F`.
  public let inputs: Int
  /// The player of each cell, row-major `[T, F]`, numbered in the order of their first cells.
  public let ofCell: [Int]
  /// The number of players, `M`.
  public let count: Int
  /// How many of the oldest steps are one player together, player 0; 0 for none.
  public let joinedSteps: Int

  /// Numbers the players that a rule names.
  ///
  /// - Parameters:
  ///   - joinedSteps: How many of the oldest steps the rule gives one name.
  ///   - key: The same for two cells, step and input, of one player.
  init(steps: Int, inputs: Int, joinedSteps: Int = 0, key: (Int, Int) -> [Int]) {
    var numbers: [[Int]: Int] = [:]
    self.steps = steps
    self.inputs = inputs
    self.joinedSteps = joinedSteps
    ofCell = (0..<steps * inputs).map { cell in
      let key = key(cell / inputs, cell % inputs)
      let number = numbers[key] ?? numbers.count
      numbers[key] = number
      return number
    }
    count = numbers.count
  }

  /// Returns the players with the cells of the oldest steps joined into one.
  ///
  /// It becomes player 0; the others keep what they have of later steps.
  ///
  /// - Parameter oldest: How many steps are joined; from 0, which changes nothing, to `T`.
  /// - Source: Bento et al. 2021, "TimeSHAP", section 3.3, <https://doi.org/10.1145/3447548.3467166>.
  public func joining(oldest: Int) -> Players {
    guard oldest > 0 else { return self }
    return Players(steps: steps, inputs: inputs, joinedSteps: oldest) { step, input in
      step < oldest ? [] : [ofCell[step * inputs + input]]
    }
  }

  /// The number of cells of each player, `M` of them.
  public var cells: [Int] {
    ofCell.reduce(into: [Int](repeating: 0, count: count)) { $0[$1] += 1 }
  }
}

/// What is one player.
public enum PlayerGrouping: Hashable, Sendable {
  /// Each input at each step: `T * F` players.
  case cells
  /// Each input over all steps: `F` players.
  case inputs
  /// Each step with all inputs: `T` players.
  case events
  /// Each input over some successive steps, counted from the newest one; the oldest block may be shorter.
  case blocks(steps: Int)

  /// Which readings have a share of their own.
  var sharing: SharedReadings {
    switch self {
    case .cells: .cells
    case .inputs: .inputs
    case .events: .steps
    case .blocks: .blocks
    }
  }

  /// Returns the players of windows of a shape.
  ///
  /// - Throws: ``ExplainError/setting(name:expected:found:)`` for blocks without steps.
  public func players(steps: Int, inputs: Int) throws -> Players {
    switch self {
    case .cells: return Players(steps: steps, inputs: inputs) { [$0, $1] }
    case .inputs: return Players(steps: steps, inputs: inputs) { [$1] }
    case .events: return Players(steps: steps, inputs: inputs) { step, _ in [step] }
    case .blocks(let length):
      guard length >= 1 else {
        throw ExplainError.setting(
          name: "blocks", expected: "at least 1 step long", found: "\(length)")
      }
      return Players(steps: steps, inputs: inputs) { [(steps - 1 - $0) / length, $1] }
    }
  }
}
