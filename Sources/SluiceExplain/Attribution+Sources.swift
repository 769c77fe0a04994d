import SluiceData
import SluiceModels

extension Attribution {
  /// Returns the shares summed up by the raw column that each input comes from.
  ///
  /// A derived column's shares go to its source, in equal parts where it has several, at the step at which
  /// the network reads it: the share of a lagged reading stays at the step that shows it. Inputs of the
  /// clock alone are summed up as `calendar`. The shares of a window sum to what they summed to before.
  ///
  /// - Parameter recipe: The recipe of the inputs.
  public func summed(toSourcesOf recipe: Recipe) -> Attribution {
    // An input may be called so itself.
    let clock = recipe.readings.contains("calendar") ? "the calendar" : "calendar"
    let calendar = Set(recipe.calendar?.columnNames ?? [])
    let sources = inputs.map { input -> [String] in
      if calendar.contains(input) { return [clock] }
      let raw = recipe.derived?.rawSources(of: input) ?? [input]
      return raw.isEmpty ? [clock] : raw
    }
    var names: [String] = []
    for name in sources.joined() where !names.contains(name) { names.append(name) }
    let places = sources.map { $0.compactMap(names.firstIndex(of:)) }
    var sums = [Double](repeating: 0, count: count * steps * names.count)
    for (place, share) in values.enumerated() {
      let (step, input) = place.quotientAndRemainder(dividingBy: inputs.count)
      for name in places[input] {
        sums[step * names.count + name] += Double(share) / Double(places[input].count)
      }
    }
    var result = self
    result.inputs = names
    result.values = sums.map { Float($0) }
    return result
  }
}
