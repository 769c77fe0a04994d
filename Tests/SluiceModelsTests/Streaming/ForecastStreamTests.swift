import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

@Suite struct ForecastStreamTests {
  let task: SmallTraining

  init() throws { task = try SmallTraining() }

  /// Rows with missing readings, short and long runs of them, and two gaps in the clock.
  var troubled: Series {
    var a = task.series["a"]?.values ?? []
    var b = task.series["b"]?.values ?? []
    for row in [3, 20, 21, 22, 23, 24, 60, 100, 101] { a[row] = .nan }
    for row in [21, 40, 41, 60, 61, 99] { b[row] = .nan }
    let times = a.indices.map { row in
      Int64(row + (row >= 22 ? 5 : 0) + (row >= 75 ? 1_000 : 0) + (row >= 76 ? 3 : 0)) * 60_000_000
    }
    return Series(columns: [Column("a", a), Column("b", b)], timestamps: times)
  }

  func bundle(
    warmUp: WarmUp = .trueLength, crossesGaps: Bool = false,
    fill: SluiceData.Fill? = .forwardFill(limit: 2), model: Sequential? = nil,
    calendar: CalendarFeatures? = nil
  ) throws -> ModelBundle {
    var recipe = task.recipe
    recipe.warmUp = warmUp
    recipe.window.crossesGaps = crossesGaps
    recipe.cleaning = Cleaning(fill: fill)
    recipe.calendar = calendar
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: task.series))
    let network = try (model ?? task.model).built(inputSize: recipe.inputs.count, seed: 5)
    return ModelBundle(model: .network(network), recipe: fitted, seed: 5)
  }

  /// All forecasts of a stream over a series.
  func streamed(
    _ bundle: ModelBundle, _ series: Series, mode: ForecastStream.Mode = .windows
  ) throws -> [Float] {
    var stream = try bundle.stream(mode: mode)
    var values: [Float] = []
    let columns = try stream.columns.map { try series.column($0).values }
    for row in 0..<series.count {
      let forecast = try stream.push(columns.map { $0[row] }, at: series.timestamps?[row])
      values += forecast?.values ?? []
    }
    return values
  }

  @Test(
    "streaming gives the bits of the batch prediction, under every warm-up rule",
    arguments: [WarmUp.none, .trueLength, .zeroPadded, .history], [false, true])
  func equalsBatch(warmUp: WarmUp, crossesGaps: Bool) throws {
    let both = Sequential {
      Bidirectional(GRU(4))
      Dense(3)
    }
    for model in [task.model, both] {
      let bundle = try bundle(warmUp: warmUp, crossesGaps: crossesGaps, model: model)
      for series in [task.series, troubled] {
        let batch = try bundle.predict(series).forecasts[0].values
        let stream = try streamed(bundle, series)
        #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
      }
    }
  }

  @Test(
    "advancing the states step by step gives the same forecasts as whole windows",
    arguments: [WarmUp.none, .trueLength, .zeroPadded, .history])
  func states(warmUp: WarmUp) throws {
    let gru = Sequential {
      GRU(5, returnsSequences: true)
      LayerNorm()
      LSTM(4, returnsSequences: true)
      GRU(3)
      Dense(7, activation: .relu)
      Dense(3)
    }
    for model in [task.model, gru] {
      let bundle = try bundle(warmUp: warmUp, model: model)
      for series in [task.series, troubled] {
        let windows = try streamed(bundle, series)
        let states = try streamed(bundle, series, mode: .states)
        #expect(windows.count == states.count)
        #expect(windows.map(\.bitPattern) == states.map(\.bitPattern))
      }
    }
  }

  @Test("calendar features stream as they are in the batch, through a change of the clock")
  func calendar() throws {
    let bundle = try bundle(
      calendar: CalendarFeatures(harmonics: [.timeOfDay: 4, .week: 2], zone: "Europe/Paris"))
    #expect(bundle.recipe.recipe.inputs.count == 2 + 2 * (4 + 2))
    // From 2020-03-29 00:00 UTC: an hour later the clocks of Paris go from 2 to 3.
    let start = CivilTime(year: 2020, month: 3, day: 29).microseconds
    let times = try #require(task.series.timestamps).map { start + $0 }
    let series = Series(columns: task.series.columns, timestamps: times)
    let batch = try bundle.predict(series).forecasts[0].values
    for mode in [ForecastStream.Mode.windows, .states] {
      let stream = try streamed(bundle, series, mode: mode)
      #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
    }
    // The forecasts do depend on the hour, so that a clock that is off would show.
    let later = Series(columns: series.columns, timestamps: times.map { $0 + 3_600_000_000 })
    #expect(try streamed(bundle, later) != batch)
  }

  @Test("a lookback of one row streams, too", arguments: [WarmUp.none, .zeroPadded])
  func lookbackOne(warmUp: WarmUp) throws {
    var recipe = task.recipe
    recipe.window.lookback = 1
    recipe.warmUp = warmUp
    let bundle = ModelBundle(
      model: .network(try task.network()),
      recipe: try recipe.fitted(to: TrainingPart(unsplit: task.series)), seed: 1)
    let batch = try bundle.predict(task.series).forecasts[0].values
    #expect(batch.count == 131 * 3)
    #expect(try streamed(bundle, task.series) == batch)
    #expect(try streamed(bundle, task.series, mode: .states) == batch)
  }

  @Test(
    "a baseline streams, too",
    arguments: ["persistence", "seasonalNaive", "drift", "mean", "ridge"])
  func baselines(name: String) throws {
    let fitted = try Baselines().fitted(to: task.training, validation: task.validation)
    let bundle = ModelBundle(
      model: .baseline(try #require(fitted[name])), recipe: task.fitted, seed: 1)
    let batch = try bundle.predict(task.series).forecasts[0].values
    #expect(try streamed(bundle, task.series) == batch)
  }

  @Test("a forecast knows its times, and comes after the second row")
  func times() throws {
    var stream = try bundle().stream()
    let minute: Int64 = 60_000_000
    #expect(try stream.push(["a": 1, "b": 2], at: minute) == nil)
    let forecast = try #require(try stream.push(["b": 2, "a": 1], at: 2 * minute))
    #expect(forecast.times == [3 * minute, 4 * minute, 5 * minute])
    #expect(forecast.values.count == 3)
  }

  @Test("a copy of a stream goes on on its own", arguments: [ForecastStream.Mode.windows, .states])
  func values(mode: ForecastStream.Mode) throws {
    var one = try bundle().stream(mode: mode)
    _ = try one.push([1, 2], at: 0)
    var two = one
    _ = try two.push([9, 9], at: 60_000_000)
    let after = try one.push([3, 4], at: 60_000_000)
    var fresh = try bundle().stream(mode: mode)
    _ = try fresh.push([1, 2], at: 0)
    #expect(try fresh.push([3, 4], at: 60_000_000) == after)
  }

  @Test("a row that cannot be is refused and leaves the stream as it was")
  func refused() throws {
    var stream = try bundle().stream()
    _ = try stream.push([1, 2], at: 60)
    var other = stream
    #expect(throws: StreamError.columns(expected: ["a", "b"], found: 1)) {
      try stream.push([1], at: 120)
    }
    #expect(throws: StreamError.timeOrder(time: 60, previous: 60)) {
      try stream.push([1, 2], at: 60)
    }
    #expect(throws: StreamError.noTime) { try stream.push([1, 2]) }
    #expect(throws: StreamError.badValue(column: "b", value: .infinity)) {
      try stream.push([1, .infinity], at: 120)
    }
    #expect(throws: SeriesError.self) { try stream.push(["a": 1], at: 120) }
    #expect(try stream.push([5, 6], at: 120) == other.push([5, 6], at: 120))
  }

  @Test("what looks at later rows cannot stream")
  func notCausal() throws {
    for fill in [SluiceData.Fill.linear(limit: 3), .spline(limit: 3), .kalman(limit: 3)] {
      #expect(throws: StreamError.notCausal(step: "cleaning.fill.\(fill.name)")) {
        try bundle(fill: fill).stream()
      }
    }
    let both = Sequential {
      Bidirectional(LSTM(2))
      Dense(3)
    }
    _ = try bundle(model: both).stream()
    #expect(throws: StreamError.notSteppable(layer: "0 (Bidirectional)")) {
      try bundle(model: both).stream(mode: .states)
    }
    let backwards = Sequential {
      LSTM(2, goesBackwards: true)
      Dense(3)
    }
    #expect(throws: StreamError.notSteppable(layer: "0 (LSTM)")) {
      try bundle(model: backwards).stream(mode: .states)
    }
  }
}
