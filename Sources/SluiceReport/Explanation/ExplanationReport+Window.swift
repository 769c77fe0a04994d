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
    let cells = inputs.map { input in
      (0..<shares.steps).map { Double(shares[focus, $0, input]) }
    }
    let lines = inputs.enumerated().map { lane, input in
      line((0..<shares.steps).map { Double(windows[focus, $0, input]) }, in: lane)
    }
    let left = shares.inputs.count - inputs.count
    let note =
      "Each lane is an input. The line shows its readings, the highest on top; the colour what each "
      + "reading moved: orange raised the \(answerWord), blue lowered it. "
      + sums(in: shares)
      + (left > 0 ? " The \(left) inputs that move it least are left out." : "")
    return NamedChart(
      name: fileName("window", answer),
      chart: Chart(
        "What moved \(answerText(answer)) \(focusText)",
        summary: strongest(in: shares, among: inputs),
        x: Axis(
          windows.times == nil ? "rows before the forecast" : "time", kind: .categories(steps)),
        y: Axis("", kind: .categories(inputs.map { shares.inputs[$0] })),
        marks: [HeatMapMark(cells, ramp: .diverging)] + lines,
        height: Self.height(of: inputs.count, lane: 36)),
      note: note)
  }

  /// What the shares of the window add up to.
  private func sums(in shares: Attribution) -> String {
    let answer = Double(shares.answers[focus])
    guard let baselines = shares.baselines else { return "The \(answerWord) is \(size(answer))." }
    return
      "Together they make the \(answerWord) of \(size(answer)) out of \(size(Double(baselines[focus]))), "
      + "which it would be for the baseline."
  }

  /// The strongest inputs in the order of the recipe.
  private func lanes(of shares: Attribution) -> [Int] {
    let sizes = shares.inputs.indices.map { input in
      (0..<shares.steps).reduce(0.0) { $0 + Double(abs(shares[focus, $1, input])) }
    }
    return sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(Self.mostLanes)
      .sorted()
  }

  /// Readings as a line that fills most of a lane.
  private func line(_ readings: [Double], in lane: Int) -> any Mark {
    let known = readings.filter(\.isFinite)
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    return LineMark(
      x: readings.indices.map(Double.init),
      y: readings.map {
        high > low ? Double(lane) + 0.36 - 0.72 * ($0 - low) / (high - low) : Double(lane)
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
    guard
      let cell = cells.max(by: {
        abs(shares[focus, $0.step, $0.input]) < abs(shares[focus, $1.step, $1.input])
      })
    else { return "There is nothing to see." }
    let share = Double(shares[focus, cell.step, cell.input])
    return
      "The reading of \(shares.inputs[cell.input]) \(Self.rowsBack(shares.steps - 1 - cell.step)) "
      + "moved the \(answerWord) most: by \(amount(share, of: shares))."
  }

  /// "in the last row", "3 rows before the last one".
  static func rowsBack(_ rows: Int) -> String {
    switch rows {
    case 0: "in the last row"
    case 1: "1 row before the last one"
    default: "\(NumberText.count(rows)) rows before the last one"
    }
  }

  /// "of 2007-11-24 06:05", or "of window 7".
  private var focusText: String {
    guard let time = windows.time(of: focus) else { return "in window \(focus + 1)" }
    return "made at \(CivilTime(microseconds: time).stamp)"
  }
}
