import SluiceData
import SluiceModels
import Testing

@Suite struct WindowFrameTests {
  /// Twenty rows, one a minute, `x` counting up in tens, `y` its negative.
  let series = Series(
    columns: [
      Column("x", (0..<20).map { Float($0) * 10 }), Column("y", (0..<20).map { Float($0) * -10 }),
    ],
    timestamps: (0..<20).map { Int64($0) * 60_000_000 })

  let minute: Int64 = 60_000_000

  func recipe(_ steps: HorizonSteps = .last, scaling: ScalerChoice = .minMax()) -> Recipe {
    Recipe(
      target: "y", features: ["x"], scaling: scaling,
      window: WindowOptions(lookback: 3, horizon: 2, steps: steps))
  }

  @Test("actual values and times are those of the target rows, in the target's own units")
  func actual() throws {
    let prepared = try recipe(.all).prepared(series)
    let split = try Split(prepared, trainFraction: 0.5)
    let frames = try recipe(.all).fitted(to: split.train).frames(split, warmUp: WarmUp.none)
    #expect(frames.training.count == 6)  // 10 rows - lookback 3 - horizon 2 + 1
    #expect(frames.training.steps == [1, 2])
    let training: [Float] = [-30, -40, -40, -50]
    #expect(Array(frames.training.actual()[0..<4]) == training)
    let test: [Float] = [-130, -140]
    #expect(Array(frames.test.actual()[0..<2]) == test)
    let times = try #require(frames.test.times())
    #expect(times[0] == 13 * minute)
    #expect(times[1] == 14 * minute)
    #expect(frames.test.partRows == 10..<20)
    #expect(frames.test.windows.inputRows(0) == 10..<13)
  }

  @Test("scalers see the training rows only, and unscaling undoes the target's")
  func scaling() throws {
    let split = try Split(try recipe().prepared(series), trainFraction: 0.5)
    let fitted = try recipe().fitted(to: split.train)
    // Training rows: x from 0 to 90, y from 0 to -90.
    #expect(fitted.scale(of: "x") == ColumnScale(column: "x", offset: 0, scale: 90))
    #expect(fitted.targetScale == ColumnScale(column: "y", offset: -90, scale: 90))
    let frame = try fitted.frame(split.test, warmUp: .none)
    #expect(frame.scaled["x"]?[18] == 2)
    #expect(frame.series["x"]?[18] == 180)
    let inUnits: [Float] = [-90, 0, -180]
    #expect(frame.unscaled([0, 1, -1]) == inUnits)
  }

  @Test("prediction needs history only and forecasts beyond the last row")
  func prediction() throws {
    let split = try Split(try recipe().prepared(series), trainFraction: 0.5)
    let fitted = try recipe().fitted(to: split.train)
    let history = try series.selecting(["x"])
    let frame = try fitted.frame(predicting: history, warmUp: WarmUp.none)
    #expect(frame.count == 18)
    let times = try #require(frame.times())
    #expect(times[17] == 21 * minute)
    let known = try fitted.frame(predicting: series, warmUp: WarmUp.none)
    #expect(known.actual()[0] == -40)
    #expect(known.actual()[15] == -190)
    #expect(known.actual()[16].isNaN && known.actual()[17].isNaN)
  }

  @Test("the last share of the windows is held out as Keras does")
  func holdingOut() throws {
    let split = try Split(try recipe().prepared(series), trainFraction: 0.9)
    let frame = try recipe().fitted(to: split.train).frame(split.train, warmUp: .none)
    let (training, validation) = try frame.holdingOut(lastFraction: 0.3)
    #expect(frame.count == 14)
    #expect(training.count == 9)
    #expect(validation.count == 5)
    let tail = Array(frame.actual()[9...])
    #expect(validation.actual() == tail)
  }
}
