import SluiceData
import SluiceModels

/// Inputs that belong together, such as a raw column and all that is derived from it.
public struct InputGroup: Codable, Hashable, Sendable {
  /// The name of the group.
  public var name: String
  /// The numbers of its inputs, from 0 to `F`; at least one.
  public var inputs: [Int]

  /// Creates a group.
  public init(name: String, inputs: [Int]) {
    self.name = name
    self.inputs = inputs
  }

  /// Returns a group for each input.
  public static func each(of inputs: [String]) -> [InputGroup] {
    inputs.enumerated().map { InputGroup(name: $1, inputs: [$0]) }
  }

  /// Returns a group for each raw column from which inputs of a recipe come, in the end.
  ///
  /// An input that is derived from several columns is in the group of each. What comes from the clock
  /// alone, the calendar's columns among it, is the group `time`, which stands last.
  public static func byColumn(of recipe: Recipe) -> [InputGroup] {
    var groups: [InputGroup] = []
    func add(_ input: Int, to name: String) {
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].inputs.append(input)
      } else {
        groups.append(InputGroup(name: name, inputs: [input]))
      }
    }
    var timed: [Int] = []
    let calendar = Set(recipe.calendar?.columnNames ?? [])
    for (input, inputName) in recipe.inputs.enumerated() {
      // Whether a column was missing belongs to the column.
      let indicator = recipe.indicators.firstIndex(of: inputName)
      let name = indicator.map { recipe.indicated[$0] } ?? inputName
      let columns =
        calendar.contains(name) ? [] : recipe.derived?.rawSources(of: name) ?? [name]
      if columns.isEmpty { timed.append(input) }
      for column in columns { add(input, to: column) }
    }
    return timed.isEmpty ? groups : groups + [InputGroup(name: "time", inputs: timed)]
  }
}

extension Attribution {
  /// Returns the attribution with the shares of each group of inputs summed.
  ///
  /// An input in several groups gives each the same part of its share, so that all shares of a window
  /// still have the same sum. An input in no group is left out.
  ///
  /// - Parameter groups: Groups of inputs of this attribution.
  public func summed(over groups: [InputGroup]) -> Attribution {
    var holders = [Float](repeating: 0, count: inputs.count)
    for group in groups { for input in group.inputs { holders[input] += 1 } }
    let width = inputs.count
    var sums: [Float] = []
    sums.reserveCapacity(count * steps * groups.count)
    for start in stride(from: 0, to: values.count, by: width) {
      for group in groups {
        sums.append(
          Float(
            group.inputs.reduce(0.0) { $0 + Double(values[start + $1]) / Double(holders[$1]) }))
      }
    }
    return Attribution(
      method: method, answer: answer, inputs: groups.map(\.name), steps: steps, values: sums,
      answers: answers, baselines: baselines, unit: unit, sharing: sharing,
      windowAnswers: windowAnswers, notes: notes)
  }
}
