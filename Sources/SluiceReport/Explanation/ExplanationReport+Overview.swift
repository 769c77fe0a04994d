import SluiceExplain

/// What moves the answers over all windows.
extension ExplanationReport {
  /// How many inputs a picture of all windows names at most.
  private static let mostInputs = 20

  /// How high a picture with a lane for each of some things is.
  static func height(of lanes: Int, lane: Double) -> Double {
    110 + lane * Double(max(lanes, 3))
  }

  /// The pictures that stand in the report of a run.
  var overviewCharts: [NamedChart] {
    answers.flatMap { answer in
      let sharing = answer.attribution.sharing
      return (sharing.tellsInputs ? [importanceChart(answer)] : [])
        + (sharing.tellsSteps ? [lagChart(answer)] : [])
    }
  }

  /// "move" or "could move".
  private func verb(_ answer: Answer) -> String {
    answer.attribution.unit == .answer ? "move" : "could move"
  }

  /// The inputs of an answer, the one that moves it most first.
  func ranking(_ attribution: Attribution) -> [(input: Int, importance: Importance)] {
    attribution.importanceByInput.enumerated()
      .sorted { ($1.element.mean, $0.offset) < ($0.element.mean, $1.offset) }
      .map { ($0.offset, $0.element) }
  }

  /// Bars of what each input moves on average, with the middle half of the windows.
  func importanceChart(_ answer: Answer) -> NamedChart {
    let ranking = ranking(answer.attribution).prefix(Self.mostInputs)
    let spans = ranking.enumerated().map { lane, entry in
      SpanMark.Span(
        from: entry.importance.lowerQuartile, to: entry.importance.upperQuartile,
        lane: Double(lane))
    }
    let chart = Chart(
      title("Which inputs \(verb(answer)) \(answerText(answer))", of: answer),
      summary: ranking.prefix(3).map {
        "\($0.importance.name) \(amount($0.importance.mean, of: answer.attribution))"
      }
      .joined(separator: ", ") + " on average.",
      x: Axis("mean size of its share", unit: shareUnit(answer.attribution)),
      y: Axis("", kind: .categories(ranking.map(\.importance.name))),
      marks: [
        BarMark(ranking.map(\.importance.mean), paint: .series(0), isHorizontal: true),
        SpanMark(spans, thickness: 0.14, label: "half of the windows", paint: .ink, opacity: 0.7),
      ], height: Self.height(of: ranking.count, lane: 26))
    return NamedChart(
      name: fileName("importance", answer), chart: chart,
      note:
        "The bar is the mean over \(windowsText); for half of them the size lies on the dark line.")
  }

  /// A dot for each window and input: where it lies says what the input moved, its colour whether the
  /// readings were high or low.
  func swarmChart(_ answer: Answer) -> NamedChart {
    let shares = answer.attribution
    let totals = shares.totalsByInput
    let ranking = ranking(shares).prefix(12)
    let names = ["lowest fifth of the readings", "", "", "", "highest fifth"]
    var dots = names.map { _ in (x: [Double](), y: [Double]()) }
    let reach = totals.map(abs).max() ?? 0
    for (lane, entry) in ranking.enumerated() {
      let own = (0..<shares.count).map { totals[$0 * shares.inputs.count + entry.input] }
      let heights = Swarm.offsets(own, reach: reach)
      let fifths = Swarm.fifths((0..<windows.count).map { mean(of: entry.input, in: $0) })
      for window in own.indices {
        dots[fifths[window]].x.append(own[window])
        dots[fifths[window]].y.append(Double(lane) + heights[window])
      }
    }
    let marks: [any Mark] = dots.enumerated().map { fifth, dots in
      PointMark(
        x: dots.x, y: dots.y, label: names[fifth].isEmpty ? nil : names[fifth],
        paint: Self.swarmPaints[fifth], radius: 2)
    }
    let chart = Chart(
      title("What each input \(words(answer).moved) in each window", of: answer),
      summary: "One dot a window and input.",
      x: Axis("share", unit: shareUnit(shares)),
      y: Axis("", kind: .categories(ranking.map(\.importance.name))),
      marks: [RuleMark(.vertical(at: 0))] + marks, height: Self.height(of: ranking.count, lane: 40))
    return NamedChart(
      name: fileName("swarm", answer), chart: chart,
      note:
        "\(words(answer).dots) Orange dots are windows in "
        + "which the input was high, blue ones in which it was low.")
  }

  /// The colours of low to high readings; those in the middle must be seen on any page.
  private static let swarmPaints: [Paint] = [0.05, 0.25, nil, 0.75, 0.95].map { place in
    place.map { .fixed(ColourRamp.diverging.colour($0)) } ?? .muted
  }

  /// The mean reading of an input in a window.
  private func mean(of input: Int, in window: Int) -> Double {
    let known = (0..<windows.steps).map { Double(windows[window, $0, input]) }.filter(\.isFinite)
    return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
  }

  /// What the readings move by how far they lie back.
  func lagChart(_ answer: Answer) -> NamedChart {
    let sizes = answer.attribution.importanceByLag
    var marks: [any Mark] = [
      LineMark(x: sizes.indices.map(Double.init), y: sizes, paint: .series(0))
    ]
    let reach = Self.reach(of: sizes, share: 0.95)
    let highest = sizes.filter(\.isFinite).max().flatMap { $0 > 0 ? $0 : nil } ?? 1
    if let reach {
      marks.append(RuleMark(.vertical(at: Double(reach - 1)), label: "95 % of it"))
    }
    let chart = Chart(
      title("How far back \(answerText(answer)) looks", of: answer),
      summary: reach.map {
        "95 % of what moves it lies in the last \(NumberText.count($0)) of \(sizes.count) rows."
      },
      x: Axis("rows before the last one", isWhole: true),
      y: Axis(
        "mean size of the share", unit: shareUnit(answer.attribution), range: 0...(1.05 * highest)),
      marks: marks)
    return NamedChart(
      name: fileName("lags", answer), chart: chart,
      note:
        "All inputs of a row together, on average over the windows. Where the curve is near 0 the "
        + "readings make no difference: a shorter lookback would do.")
  }

  /// How many of the latest rows hold a share of all that moves an answer; nil where nothing does.
  static func reach(of sizes: [Double], share: Double) -> Int? {
    let total = sizes.reduce(0, +)
    guard total > 0 else { return nil }
    var sum = 0.0
    for (lag, size) in sizes.enumerated() {
      sum += size
      if sum >= share * total { return lag + 1 }
    }
    return sizes.count
  }

  /// What each input moves, answer by answer; nil for a single answer.
  var answersChart: NamedChart? {
    guard answers.count > 1, let first = answers.first, first.attribution.sharing.tellsInputs else {
      return nil
    }
    let names = first.attribution.inputs
    let byAnswer = answers.map { $0.attribution.importanceByInput.map(\.mean) }
    let order = names.indices.sorted { a, b in
      let (left, right) = (byAnswer.reduce(0) { $0 + $1[a] }, byAnswer.reduce(0) { $0 + $1[b] })
      return (right, a) < (left, b)
    }.prefix(Self.mostInputs)
    let chart = Chart(
      "Which inputs move which answer",
      summary: "A row an input, a column an answer: the mean size of the share.",
      x: Axis(isForecast ? "step" : "class", kind: .categories(answers.map(\.attribution.answer))),
      y: Axis("", kind: .categories(order.map { names[$0] })),
      marks: [HeatMapMark(order.map { input in byAnswer.map { $0[input] } })],
      height: Self.height(of: order.count, lane: 28))
    return NamedChart(
      name: "answers", chart: chart,
      note: "The darker, the more the input moves that answer on average.")
  }
}
