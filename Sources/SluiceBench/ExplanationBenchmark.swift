import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceTensor

/// Times integrated gradients of 64 points for 1,000 windows of noise.
///
/// The weights are fresh ones: what is computed is the same as with trained ones.
struct ExplanationBenchmark {
  let workload: Workload
  let cell: CellChoice
  let seconds: Double

  private static let windows = 1000
  private static let points = 64

  func run() throws -> [(String, JSONValue)] {
    let function = try function()
    let windows = workload.noise([Self.windows, workload.steps, workload.features])
    // However large the gap is, no point is added.
    let method = IntegratedGradients(points: Self.points, tolerance: .infinity)
    var failure: (any Error)?
    let timing = Timing(seconds: seconds, least: 5) { _ in
      do {
        _ = try method.attribution(of: function, windows: windows, answer: 0)
      } catch { failure = error }
    }
    if let failure { throw failure }
    // Forward and the gradient of the inputs, a third of a training step each.
    let operations =
      workload.operations(cell) / Double(workload.batch) * 2 / 3
      * Double(Self.windows * Self.points)
    return [
      ("workload", .text(workload.name)), ("threads", .number(Double(Threads.count), 0)),
      ("windows", .number(Double(Self.windows), 0)), ("points", .number(Double(Self.points), 0)),
      ("seconds", .number(timing.median, 3)),
      ("gigaflops", .number(operations / timing.median / 1e9, 1)),
      ("cell", .text(cell.rawValue)), ("isa", .text("\(InstructionSet.current)")),
    ]
  }

  /// The network behind a recipe whose target is read as it stands.
  private func function() throws -> NetworkFunction {
    let names = (0..<workload.features).map { "input \($0)" }
    let rows = workload.steps + workload.outputs + 1
    let series = Series(
      columns: names.map { Column($0, workload.noise([rows], $0).values) })
    let recipe = Recipe(
      target: names[0], features: names, scaling: .none,
      window: WindowOptions(lookback: workload.steps, horizon: workload.outputs, steps: .all))
    return try NetworkFunction(
      workload.model(cell).built(inputSize: workload.features, seed: 1),
      recipe: recipe.fitted(to: TrainingPart(unsplit: series)))
  }
}
