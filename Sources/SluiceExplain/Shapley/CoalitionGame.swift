import SluiceNN
import SluiceTensor

/// What a function answers when only some players of a window keep their readings.
struct CoalitionGame {
  /// What answers.
  let function: any ExplainedFunction
  /// Whose readings stay or go.
  let players: Players
  /// What takes the place of readings that go, `[B, T, F]`.
  let background: Tensor
  /// The numbers of the answers that are wanted, `A` of them.
  let answers: [Int]

  /// About how many numbers are handed to the function at once: enough windows to keep it busy, few
  /// enough for the cache of the last level.
  private static let floatsPerCall = 1 << 21

  /// About how many answers of coalitions are kept at once.
  private static let answersKept = 1 << 22

  /// Calls a closure with the answers for each window and all coalitions, averaged over the background.
  ///
  /// - Parameters:
  ///   - windows: Scaled windows, `[N, T, F]`.
  ///   - coalitions: Whose readings stay.
  ///   - body: Takes the number of a window and its answers, row-major `[A, coalitions]`.
  /// - Throws: ``ExplainError/notFinite(name:)`` when an answer is not a number.
  func forEachWindow(
    of windows: Tensor, _ coalitions: Coalitions, _ body: (Int, [ArraySlice<Double>]) -> Void
  ) throws {
    let count = windows.shape[0]
    let width = coalitions.count * answers.count
    let windowsKept = max(1, Self.answersKept / width)
    for start in stride(from: 0, to: count, by: windowsKept) {
      let part = start..<min(start + windowsKept, count)
      let values = try values(of: coalitions, windows.selecting(Array(part)))
      for window in part {
        let first = (window - start) * width
        body(
          window,
          answers.indices.map {
            values[first + $0 * coalitions.count..<first + ($0 + 1) * coalitions.count]
          })
      }
    }
  }

  /// Returns the answers for each window and coalition, row-major `[N, A, coalitions]`.
  private func values(of coalitions: Coalitions, _ windows: Tensor) throws -> [Double] {
    let backgrounds = background.shape[0]
    let rows = windows.shape[0] * coalitions.count * backgrounds
    let states = joinedStates(windows)
    // Where states are known, joined steps are not read again.
    let steps = (states == nil ? 0 : players.joinedSteps)..<players.steps
    let rowsPerCall = max(1, Self.floatsPerCall / (steps.count * players.inputs))
    var sums = [Double](
      repeating: 0, count: windows.shape[0] * coalitions.count * answers.count)
    for start in stride(from: 0, to: rows, by: rowsPerCall) {
      let part = start..<min(start + rowsPerCall, rows)
      let mixed = mixed(windows, coalitions, rows: part, steps: steps)
      let values =
        if let states {
          states.function.values(
            mixed, resuming: states.states,
            rows: part.map { stateRow($0, coalitions, windows: windows.shape[0]) })
        } else {
          function.values(mixed)
        }
      for row in part {
        let own = (row - start) * function.answers.count
        let (window, coalition) = (row / backgrounds).quotientAndRemainder(
          dividingBy: coalitions.count)
        for (place, answer) in answers.enumerated() {
          sums[(window * answers.count + place) * coalitions.count + coalition] +=
            Double(values[own + answer])
        }
      }
    }
    guard sums.allSatisfy(\.isFinite) else { throw ExplainError.notFinite(name: "answer") }
    return backgrounds == 1 ? sums : sums.map { $0 / Double(backgrounds) }
  }

  /// The states after the joined steps, of all windows and then of all background windows; nil where no
  /// steps are joined, or where the function cannot begin in the middle of a window.
  ///
  /// Joined steps come and go together, so that there are no others.
  private func joinedStates(
    _ windows: Tensor
  ) -> (function: any ResumableFunction, states: NetworkState)? {
    guard players.joinedSteps > 0, players.joinedSteps < players.steps,
      let function = function as? any ResumableFunction
    else { return nil }
    let joined = Tensor.concatenated(
      [windows, background].map { $0.sliced(axis: 1, 0..<players.joinedSteps) }, axis: 0)
    return function.states(after: joined.detached()).map { (function, $0) }
  }

  /// The row, among the states after joined steps, for a row of the list.
  private func stateRow(_ row: Int, _ coalitions: Coalitions, windows: Int) -> Int {
    let (set, backgroundWindow) = row.quotientAndRemainder(dividingBy: background.shape[0])
    let (window, coalition) = set.quotientAndRemainder(dividingBy: coalitions.count)
    return coalitions.members[coalition * players.count] ? window : windows + backgroundWindow
  }

  /// Some steps of some rows of the list of all windows, coalitions and background windows.
  private func mixed(
    _ windows: Tensor, _ coalitions: Coalitions, rows: Range<Int>, steps: Range<Int>
  ) -> Tensor {
    let inputs = players.inputs
    let (cells, backgrounds) = (players.steps * inputs, background.shape[0])
    let wanted = steps.lowerBound * inputs..<cells
    return Tensor(unsafeUninitialized: [rows.count, steps.count, inputs]) { buffer in
      windows.withUnsafeBufferPointer { windows in
        background.withUnsafeBufferPointer { background in
          coalitions.members.withUnsafeBufferPointer { members in
            players.ofCell.withUnsafeBufferPointer { ofCell in
              var place = 0
              for row in rows {
                let set = row / backgrounds
                let kept = set / coalitions.count * cells
                let replaced = row % backgrounds * cells
                let member = set % coalitions.count * coalitions.players
                for cell in wanted {
                  buffer[place] =
                    members[member + ofCell[cell]]
                    ? windows[kept + cell] : background[replaced + cell]
                  place += 1
                }
              }
            }
          }
        }
      }
    }
  }
}
