import SluiceData
import SluiceNN
import SluiceTensor

extension Doctor {
  /// The number of windows that the network is looked into with.
  private static let looks = 256

  /// Finds a network with far more parameters than there are independent windows.
  static func checkSize(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts,
      let readings = try? Readings(Array(forecasts.trainingReadings.suffix(20_000))),
      readings.count >= 20, !readings.isConstant
    else { return [] }
    let parameters = facts.run.network.parameters.scalarCount
    let windows = Double(facts.run.training.count)
    // Windows that overlap tell the same thing several times.
    let independent = max(
      1, windows * Double(facts.recipe.window.stride) / Double(facts.recipe.window.lookback))
    let own = forecasts.training.meanSquaredError
    let tested = forecasts.test.meanSquaredError
    let harder =
      Readings(checked: forecasts.test.actual).variance
      / max(Readings(checked: forecasts.training.actual).variance, .leastNormalMagnitude)
    guard Double(parameters) > 20 * independent, own > 0, tested > 2.5 * own * max(1, harder)
    else { return [] }
    return [
      Finding(
        .tooLarge, weight: 0.66,
        title: "The network is too large for what there is to learn from.",
        evidence:
          "It has \(parameters) parameters, and the \(Int(windows)) training windows hold about "
          + "\(Int(independent)) that do not overlap. Its squared error is "
          + "\(Wording.number(own)) on windows that it learnt from and \(Wording.number(tested)) on the test part.",
        effect:
          "A smaller network, or dropout, cannot learn the windows by heart and often does better "
          + "on new ones.",
        cure: Cure("Take fewer units (a quarter of them) and dropout, and stop early."),
        picture: Picture(
          "Squared error on windows that were learnt from and on others",
          note: "They should be alike.",
          upwards: "mean squared error",
          .bars([.init("training", own), .init("test", tested, isMeant: true)])))
    ]
  }

  /// Finds windows whose oldest readings do not reach the forecast, though they matter.
  static func checkMemory(_ facts: Facts) -> [Finding] {
    let lookback = facts.recipe.window.lookback
    guard facts.forecasts != nil, lookback >= 20 else { return [] }
    let influence = influenceByLag(facts)
    let total = influence.reduce(0, +)
    guard total > 0, total.isFinite else { return [] }
    // How many of the latest rows hold 99 % of the influence?
    var (sum, reach) = (0.0, 0)
    while reach < influence.count, sum < 0.99 * total {
      sum += influence[reach]
      reach += 1
    }
    guard let forecasts = facts.forecasts, 5 * reach < lookback,
      let readings = try? Readings(Array(forecasts.trainingReadings.suffix(20_000))),
      let correlations = try? Autocorrelation(readings, lags: min(lookback, readings.count / 2)),
      // Only where what lies farther back matters.
      let far = correlations.partialValues.dropFirst(reach + 1).map(abs).max(),
      far > max(0.15, 5 / Double(readings.count).squareRoot())
    else { return [] }
    return [
      Finding(
        .shortMemory, weight: 0.72, title: "The network forgets most of what it sees.",
        evidence: "99 % of the influence on the forecast comes from the last "
          + "\(Wording.count(reach, "row")) of \(lookback), though readings farther back tell more "
          + "(partial correlation \(Wording.number(far))).",
        effect: "What lies farther back and matters is lost.",
        cure: Cure(
          "Train longer or with a higher rate; or bring the far readings nearer with lagged columns."
        ),
        picture: Picture(
          "Influence of a reading on the forecast", note: "The mean size of the gradient.",
          across: "rows before the last one seen", upwards: "influence",
          .lines([
            .init("influence", x: influence.indices.map(Double.init), y: influence)
          ])))
    ]
  }

  /// The numbers of whole windows of a frame, evenly spread, about ``looks`` of them.
  private static func wholeWindows(of frame: WindowFrame) -> [Int] {
    let full = frame.wholeWindows
    let step = max(1, full.count / looks)
    return stride(from: 0, to: full.count, by: step).map { full[$0] }
  }

  /// The mean size of the gradient of the forecast by how far back an input lies, the last row first.
  private static func influenceByLag(_ facts: Facts) -> [Double] {
    let frame = facts.run.test
    let chosen = wholeWindows(of: frame)
    guard !chosen.isEmpty else { return [] }
    return facts.run.network.influenceByLag(of: frame.windows.batchInputs(chosen[...]))
  }

  /// Finds units that give the same whatever they see.
  static func checkDeadUnits(_ facts: Facts) -> [Finding] {
    let frame = facts.run.training
    let chosen = wholeWindows(of: frame)
    guard chosen.count >= 20 else { return [] }
    var values = frame.windows.batch(chosen[...]).inputs
    return withoutGradients {
      for stage in facts.run.network.stages {
        var context = ForwardContext()
        values = stage(values, &context)
        guard stage is RecurrentStackModule else { continue }
        let units = values.shape[values.rank - 1]
        let outputs = values.values
        let silent = (0..<units).count { unit in
          let own = stride(from: unit, to: outputs.count, by: units).map { Double(outputs[$0]) }
          return Readings(checked: own).deviation < 1e-3
        }
        guard units >= 4, 2 * silent > units else { continue }
        return [
          Finding(
            .deadUnits, weight: 0.79,
            title: "Most units of the recurrent layer say the same whatever they see.",
            evidence: "\(silent) of \(units) units change by less than 0.001 over "
              + "\(chosen.count) windows.",
            effect: "With units that answer to what they see the network can learn.",
            cure: Cure(
              "Scale the inputs, lower the rate, and train again.",
              [.init("scaling", "standard")]),
            picture: Picture(
              "Units of the recurrent layer", note: "Those that change, and those that do not.",
              upwards: "units",
              .bars([
                .init("silent", Double(silent), isMeant: true),
                .init("answering", Double(units - silent)),
              ])))
        ]
      }
      return []
    }
  }
}
