import SluiceData

/// The pictures of one column.
struct ColumnCharts {
  let column: ColumnExamination
  let description: SeriesDescription

  init(_ column: ColumnExamination, description: SeriesDescription) {
    self.column = column
    self.description = description
  }

  /// All that can be drawn: the readings, their distribution, lags, seasons.
  var charts: [NamedChart] {
    [readings, distribution, lags, partialLags, waves].compactMap(\.self)
  }

  // MARK: Over time

  /// Whether rows lie at their time; a clock that goes back has no axis.
  private var showsTime: Bool { description.clock.map { $0.backward == 0 } ?? false }

  private func place(_ cell: SeriesOutline.Cell) -> Double {
    showsTime ? cell.time.map(Double.init) ?? .nan : Double(cell.row + 1)
  }

  /// The readings with the trend and the changes of the level.
  private var readings: NamedChart? {
    let outline = column.outline
    guard !outline.cells.isEmpty else { return nil }
    let widest =
      showsTime ? Self.widestGap(outline.cells.map(place)) : 1.5 * Double(outline.rowsPerCell)
    var marks: [any Mark] = []
    if outline.rowsPerCell > 1 {
      marks.append(range(outline, widestGap: widest))
    }
    marks.append(
      LineMark(
        x: outline.cells.map(place), y: outline.cells.map(\.mean),
        label: outline.rowsPerCell > 1 ? "mean" : "readings", paint: .series(0),
        widestGap: widest))
    if let trend = column.time?.decomposition?.trend {
      marks.append(
        LineMark(
          x: trend.cells.map(place), y: trend.cells.map(\.mean), label: "trend",
          paint: .series(1), width: 2.4))
    }
    marks += breaks
    let cells =
      outline.rowsPerCell > 1
      ? "Each place stands for \(NumberText.count(outline.rowsPerCell)) rows: the area reaches from "
        + "their smallest to their largest reading. " : ""
    let trend =
      column.time?.decomposition == nil
      ? "" : "The trend (MSTL) is that of the rows looked at over time. "
    let level = breaks.isEmpty ? "" : "Dashed lines: the level changes."
    return NamedChart(
      name: "readings",
      chart: Chart(
        "\(column.name) over time", x: showsTime ? Axis("time (UTC)", kind: .time) : Axis("row"),
        y: Axis(column.name), marks: marks),
      note: note(cells + trend + level))
  }

  private func range(_ outline: SeriesOutline, widestGap: Double) -> BandMark {
    var (x, lower, upper): ([Double], [Double], [Double]) = ([], [], [])
    for cell in outline.cells {
      if let last = x.last, place(cell) - last > widestGap {
        x.append(last)
        lower.append(.nan)
        upper.append(.nan)
      }
      x.append(place(cell))
      lower.append(cell.lowest)
      upper.append(cell.highest)
    }
    return BandMark(
      x: x, lower: lower, upper: upper, label: "smallest to largest", paint: .series(0))
  }

  /// Cells lie at even steps; a much longer one is a hole.
  private static func widestGap(_ places: [Double]) -> Double {
    let steps = zip(places, places.dropFirst()).map { $1 - $0 }.sorted()
    return steps.isEmpty ? .infinity : 1.5 * steps[steps.count / 2]
  }

  /// The changes of the level that are believed, the first ones of many.
  private var breaks: [RuleMark] {
    guard let time = column.time, time.course.kind == .steps else { return [] }
    return time.course.changes.prefix(20).compactMap { change in
      // The outline knows the times of its cells' first rows; the nearest cell is as near as can be seen.
      let cell = column.outline.cells.last { $0.row <= change.row }
      return cell.map { RuleMark(.vertical(at: place($0))) }
    }
  }

  // MARK: Values

  private var distribution: NamedChart? {
    guard let histogram = column.histogram, histogram.counts.count > 0 else { return nil }
    let width = histogram.edges[1] - histogram.edges[0]
    return NamedChart(
      name: "distribution",
      chart: Chart(
        "How often \(column.name) has which reading", x: Axis(column.name), y: Axis("readings"),
        marks: [
          HistogramMark(start: histogram.edges[0], width: width, counts: histogram.counts)
        ]),
      note: nil)
  }

  // MARK: Lags

  private var lags: NamedChart? {
    guard let time = column.time else { return nil }
    return correlations(
      "autocorrelation", "ACF of \(column.name)", time.autocorrelation.values, time,
      note: "How much a reading resembles the one some rows before. ",
      seasons: time.clearSeasons.map(\.rows).filter { $0 < time.autocorrelation.values.count })
  }

  private var partialLags: NamedChart? {
    guard let time = column.time else { return nil }
    return correlations(
      "partial-autocorrelation", "PACF of \(column.name)", time.partialAutocorrelation, time,
      note: "What a row further back adds to the rows after it. ", seasons: [])
  }

  private func correlations(
    _ name: String, _ title: String, _ values: [Double], _ time: StretchExamination,
    note text: String, seasons: [Int]
  ) -> NamedChart {
    let lags = values.indices.dropFirst().map(Double.init)
    let band = time.autocorrelation.band
    let marks: [any Mark] = [
      BandMark(
        x: [0.5, Double(values.count) - 0.5], lower: [-band, -band], upper: [band, band],
        label: "95 % of noise", paint: .muted),
      BarMark(
        places: lags, values: Array(values.dropFirst()), thickness: 0.7, label: "correlation",
        paint: .series(0)),
    ]
    return NamedChart(
      name: name,
      chart: Chart(
        title, x: Axis("rows before"), y: Axis("correlation"),
        marks: marks + seasons.map { seasonRule($0) }),
      note: note(text + "Bars within the grey band may be noise."))
  }

  // MARK: Seasons

  private var waves: NamedChart? {
    guard let time = column.time, time.spectrum.count > 1 else { return nil }
    let bands = time.spectrum.sorted { $0.rows < $1.rows }
    let marks: [any Mark] = [
      LineMark(x: bands.map(\.rows), y: bands.map(\.density), paint: .series(0))
    ]
    return NamedChart(
      name: "periodogram",
      chart: Chart(
        "Periodogram of \(column.name)", x: Axis("length of a wave in rows", kind: .logarithmic),
        y: Axis("power", kind: .logarithmic),
        marks: marks + time.clearSeasons.map { seasonRule($0.rows) }),
      note: note(
        "A season is a peak; peaks at a half or a third of its length belong to it. "
          + (time.clearSeasons.isEmpty
            ? "No season was found." : "Dashed lines: the seasons that were found.")))
  }

  private func seasonRule(_ rows: Int) -> RuleMark {
    RuleMark(
      .vertical(at: Double(rows)),
      label: description.span(rows: rows) ?? "\(NumberText.count(rows)) rows")
  }

  private func note(_ text: String) -> String? {
    let text = text.hasSuffix(" ") ? String(text.dropLast()) : text
    return text.isEmpty ? nil : text
  }
}
