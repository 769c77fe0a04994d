import SluiceExplain
import SluiceNN
import SluiceTensor

/// What goes on inside the network.
extension ExplanationReport {
  /// Which share of the influence lies within how many of the latest rows, layer by layer.
  var memoryChart: NamedChart? {
    guard let memory else { return nil }
    let lines = memory.reaches.compactMap { reach -> LineMark? in
      let total = reach.influence.reduce(0, +)
      guard total > 0 else { return nil }
      var sum = 0.0
      let shares = reach.influence.map { size -> Double in
        sum += size
        return 100 * sum / total
      }
      return LineMark(
        x: shares.indices.map { Double($0 + 1) }, y: shares, label: Self.placeText(reach.place))
    }
    guard !lines.isEmpty else { return nil }
    let reach = memory.reaches[0].steps(holding: 0.95)
    let chart = Chart(
      "How far back the gradient reaches",
      summary: reach.map {
        "95 % of the influence on the answer \(memory.answer) comes from the last \($0) of "
          + "\(windows.steps) rows."
      },
      x: Axis("latest rows", isWhole: true),
      y: .percent("share of the influence"), marks: lines)
    return NamedChart(
      name: "memory", chart: chart,
      note:
        "How much of the derivative of the answer lies within so many of the latest rows. A curve that "
        + "is at 100 % at once belongs to a layer that forgets.")
  }

  private static func placeText(_ place: String) -> String {
    place == "window" ? "what the network reads" : "what \(place) passes on"
  }

  /// What the gates of a layer do over the window that is looked at closely, and what its units say.
  func traceCharts(_ trace: GateTrace) -> [NamedChart] {
    let name = "layer \(trace.layer + 1)" + (trace.isBackward ? ", backward" : "")
    let gates = trace.gates.keys.filter { Self.gateText[$0] != nil }.sorted()
    let x = (0..<trace.steps).map { Double($0 - trace.steps + 1) }
    let lines = gates.compactMap { gate -> LineMark? in
      guard let values = trace.gates[gate] else { return nil }
      return LineMark(
        x: x, y: Self.means(values, units: trace.units),
        label: "\(Self.gateText[gate] ?? gate) gate")
    }
    let suffix = "\(trace.layer + 1)" + (trace.isBackward ? "-backward" : "")
    return [
      NamedChart(
        name: "gates-\(suffix)",
        chart: Chart(
          "Gates of the \(trace.cell.rawValue.uppercased()), \(name)",
          x: Axis("rows before the forecast", isWhole: true),
          y: Axis("mean opening", range: 0...1), marks: lines),
        note:
          "The mean over the \(trace.units) units: 0 is shut, 1 is open. A forget gate near 1 keeps what "
          + "was seen before.")
    ]
      + (trace.state.map {
        [
          NamedChart(
            name: "cells-\(suffix)",
            chart: unitChart(
              "What the cells of the \(trace.cell.rawValue.uppercased()) keep, \(name)", $0,
              of: trace),
            note:
              "A row a unit: its cell state after each row, what it remembers. The further from 0, the "
              + "more has been gathered; where a colour stays, it is kept.")
        ]
      } ?? [])
      + [
        NamedChart(
          name: "units-\(suffix)",
          chart: unitChart(
            "What the units of the \(trace.cell.rawValue.uppercased()) say, \(name)", trace.hidden,
            of: trace),
          note:
            "A row a unit: what it passes on after each row. Gates, cells and units show how the network "
            + "works, not why it answers as it does: weak evidence beside the shares above.")
      ]
  }

  /// A row a unit of values `[T, H]`.
  private func unitChart(_ title: String, _ values: [Float], of trace: GateTrace) -> Chart {
    let rows = (0..<trace.units).map { unit in
      (0..<trace.steps).map { Double(values[$0 * trace.units + unit]) }
    }
    return Chart(
      title,
      x: Axis(
        "rows before the forecast",
        kind: .categories((0..<trace.steps).map { "\($0 - trace.steps + 1)" })),
      y: Axis("unit", kind: .categories(rows.indices.map { "\($0 + 1)" })),
      marks: [HeatMapMark(rows, ramp: .diverging)],
      height: min(420, Self.height(of: trace.units, lane: 14)))
  }

  /// The gates that are shown, by their letters.
  private static let gateText = [
    "i": "input", "f": "forget", "o": "output", "r": "reset", "z": "update",
  ]

  /// The mean over units of values `[T, H]`, one a step.
  private static func means(_ values: [Float], units: Int) -> [Double] {
    stride(from: 0, to: values.count, by: units).map { start in
      values[start..<start + units].reduce(0.0) { $0 + Double($1) } / Double(units)
    }
  }
}
