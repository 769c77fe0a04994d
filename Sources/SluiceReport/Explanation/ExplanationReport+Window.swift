import SluiceData
import SluiceExplain

/// The window that is looked at closely.
extension ExplanationReport {
  /// How many lanes a picture of one window has at most.
  private static let mostLanes = 24

  /// A lane for each input: its readings as a line, over cells coloured by what each reading moved.
  func windowChart(_ answer: Answer) -> NamedChart {
    let shares = answer.attribution
    let inputs = lanes(of: shares)
    let cells = cells(of: shares, inputs)
    let lines = inputs.enumerated().compactMap { lane, input in
      line((0..<shares.steps).map { Double(windows[focus, $0, input]) }, in: lane)
    }
    let left = shares.inputs.count - inputs.count
    let note =
      "Each lane is an input. The line shows its readings, the highest on top; \(words(answer).colours). "
      + (sharingText(shares.sharing).map { "\($0) " } ?? "") + sums(in: shares)
      + (left > 0 ? " The \(left) inputs that move it least are left out." : "")
    return NamedChart(
      name: fileName("window", answer),
      chart: Chart(
        title(windowTitle(answer), of: answer),
        summary: strongest(in: shares, among: inputs),
        x: Axis(
          windows.times == nil ? "rows before the forecast" : "time", kind: .categories(steps)),
        y: Axis("", kind: .categories(inputs.map { shares.inputs[$0] })),
        marks: [HeatMapMark(cells, ramp: shares.unit == .size ? .sequential : .diverging)] + lines,
        height: Self.height(of: inputs.count, lane: 36)),
      note: note)
  }

  /// The colours of the lanes: readings that have one share together show the whole of it.
  private func cells(of shares: Attribution, _ inputs: [Int]) -> [[Double]] {
    let steps = 0..<shares.steps
    return inputs.map { input in
      switch shares.sharing {
      case .cells, .blocks: return steps.map { Double(shares[focus, $0, input]) }
      case .inputs:
        let sum = steps.reduce(0.0) { $0 + Double(shares[focus, $1, input]) }
        return steps.map { _ in sum }
      case .steps:
        return steps.map { step in
          shares.inputs.indices.reduce(0.0) { $0 + Double(shares[focus, step, $1]) }
        }
      }
    }
  }

  /// What the picture of one window is called: for a label, which one the window was given.
  private func windowTitle(_ answer: Answer) -> String {
    guard !isForecast else {
      return "What \(words(answer).moved) \(answerText(answer)) \(focusText)"
    }
    if let name = answer.attribution.windowAnswers?[focus] {
      return "What made this window '\(name)' (\(focusName))"
    }
    return "What \(words(answer).moved) \(answerText(answer)) in this window (\(focusName))"
  }

  /// What the shares of the window add up to.
  private func sums(in shares: Attribution) -> String {
    let answer = Double(shares.answers[focus])
    guard let baselines = shares.baselines else { return "The \(answerWord) is \(size(answer))." }
    return
      "Together they make the \(answerWord) of \(size(answer)) out of \(size(Double(baselines[focus]))), "
      + "which it would be for the baseline\(baseline.map { ", \($0)" } ?? "")."
  }

  /// The strongest inputs in the order of the recipe.
  private func lanes(of shares: Attribution) -> [Int] {
    let sizes = shares.inputs.indices.map { input in
      (0..<shares.steps).reduce(0.0) { $0 + Double(abs(shares[focus, $1, input])) }
    }
    return sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(Self.mostLanes)
      .sorted()
  }

  /// Readings as a line that fills most of a lane; nil where none is known, as of the clock.
  private func line(_ readings: [Double], in lane: Int) -> (any Mark)? {
    let known = readings.filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return nil }
    return LineMark(
      x: readings.indices.map(Double.init),
      y: readings.map {
        $0.isFinite && high > low
          ? Double(lane) + 0.36 - 0.72 * ($0 - low) / (high - low)
          : $0.isFinite ? Double(lane) : .nan
      },
      paint: .fixed(Colour(hex: 0x1A1F26)), width: 1.2)
  }

  /// The names of the steps: their times, or how many rows they lie before the forecast.
  private var steps: [String] {
    guard let times = windows.times else {
      return (0..<windows.steps).map { "\($0 - windows.steps + 1)" }
    }
    let own = times[focus * windows.steps..<(focus + 1) * windows.steps]
    let civil = own.map { CivilTime(microseconds: $0) }
    let isOneDay = Set(civil.map(\.date)).count == 1
    let hasSeconds = civil.contains { $0.second != 0 || $0.microsecond != 0 }
    return civil.map { time in
      let clock = time.clock(secondPlaces: hasSeconds ? (time.microsecond != 0 ? 2 : 0) : nil)
      return isOneDay ? clock : "\(time.dayAndMonth) \(clock)"
    }
  }

  /// Which cell moved the answer most, in a sentence.
  private func strongest(in shares: Attribution, among inputs: [Int]) -> String {
    let cells = inputs.flatMap { input in (0..<shares.steps).map { (step: $0, input: input) } }
    guard shares.sharing == .cells else { return strongestGroup(in: shares) }
    guard
      let cell = cells.max(by: {
        abs(shares[focus, $0.step, $0.input]) < abs(shares[focus, $1.step, $1.input])
      })
    else { return "There is nothing to see." }
    let share = Double(shares[focus, cell.step, cell.input])
    return
      "The reading of \(shares.inputs[cell.input]) \(Self.rowsBack(shares.steps - 1 - cell.step)) "
      + "\(ShareWords(unit: shares.unit, answer: answerWord).moved) the \(answerWord) most: by "
      + "\(amount(share, of: shares))."
  }

  /// Which readings that have one share together moved the answer most, in a sentence.
  private func strongestGroup(in shares: Attribution) -> String {
    func most(_ totals: [Double], _ name: (Int) -> String) -> String {
      guard let place = totals.indices.max(by: { abs(totals[$0]) < abs(totals[$1]) }) else {
        return "There is nothing to see."
      }
      return "\(name(place)) together moved the \(answerWord) most: by "
        + "\(amount(totals[place], of: shares))."
    }
    if shares.sharing == .steps {
      let own = shares.totalsByStep[focus * shares.steps..<(focus + 1) * shares.steps]
      return most(Array(own)) { "All readings \(Self.rowsBack(shares.steps - 1 - $0))" }
    }
    let width = shares.inputs.count
    return most(Array(shares.totalsByInput[focus * width..<(focus + 1) * width])) {
      "All readings of \(shares.inputs[$0])"
    }
  }

  /// "in the last row", "3 rows before the last one".
  static func rowsBack(_ rows: Int) -> String {
    switch rows {
    case 0: "in the last row"
    case 1: "1 row before the last one"
    default: "\(NumberText.count(rows)) rows before the last one"
    }
  }

  /// "made at 2007-11-24 06:05", "in window 7".
  private var focusText: String {
    windows.time(of: focus) == nil ? "in window \(focus + 1)" : "made at \(focusName)"
  }

  /// "2007-11-24 06:05", the time of the last reading, or "window 7".
  private var focusName: String {
    windows.time(of: focus).map { CivilTime(microseconds: $0).stamp } ?? "window \(focus + 1)"
  }
}
