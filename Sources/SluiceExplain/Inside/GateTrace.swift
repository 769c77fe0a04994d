import SluiceModels
import SluiceNN
import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the gates of one recurrent layer do while it reads one window.
///
/// Letters: `T` steps, `H` units. Gates show how a network works, not why it answers as it does.
public struct GateTrace: Codable, Hashable, Sendable {
  /// The cell: `lstm` or `gru`.
  public var cell: RecurrentCell
  /// The number of the layer among the recurrent ones, from 0.
  public var layer: Int
  /// Whether the layer reads the window from its end.
  public var isBackward: Bool
  /// The number of steps of the window, `T`.
  public var steps: Int
  /// The number of units, `H`.
  public var units: Int
  /// The gates by name, each row-major `[T, H]`: `i`, `f`, `g`, `o` of an LSTM, `r`, `z`, `n` of a GRU.
  ///
  /// All lie from 0 to 1 but the new values `g` and `n`, from -1 to 1.
  public var gates: [String: [Float]]
  /// The cell state after each step, `[T, H]`; nil for a GRU.
  public var state: [Float]?
  /// The hidden state after each step, `[T, H]`: what the layer passes on.
  public var hidden: [Float]

  /// Returns what all recurrent layers of a network do with one window, the first layer first, and the
  /// forward direction of a layer before the other.
  ///
  /// - Parameters:
  ///   - function: The network.
  ///   - window: A scaled window, `[T, F]`.
  /// - Returns: Nothing for a network without recurrent layers.
  /// - Throws: ``ExplainError`` for a window of another shape, or with readings that are not finite.
  public static func traces(of function: NetworkFunction, window: Tensor) throws -> [GateTrace] {
    let expected = [function.steps, function.inputs.count]
    guard window.shape == expected else {
      throw ExplainError.windows(expected: expected, found: window.shape)
    }
    guard window.isFinite else { throw ExplainError.notFinite(name: "window") }
    var traces: [GateTrace] = []
    withoutGradients {
      var x = window.detached().reshaped(to: [1] + expected)
      var number = 0
      for part in function.network.parts {
        if let (layer, weights) = part.recurrent {
          for (direction, weights) in weights.enumerated() {
            let isBackward = direction == 1 || layer.direction == .backward
            var walk = GateWalk(layer, weights, input: x, number: number, isBackward: isBackward)
            traces.append(walk.trace())
          }
          number += 1
        }
        x = part(x)
      }
    }
    return traces
  }
}

/// One direction of one layer on its way through one sequence.
private struct GateWalk {
  private let weights: RecurrentWeights
  private let input: Tensor
  private var result: GateTrace

  init(
    _ layer: RecurrentLayer, _ weights: RecurrentWeights, input: Tensor, number: Int,
    isBackward: Bool
  ) {
    self.weights = weights
    self.input = input
    let (steps, units) = (input.shape[1], layer.hiddenSize)
    let empty = [Float](repeating: 0, count: steps * units)
    let names = layer.cell == .lstm ? ["i", "f", "g", "o"] : ["r", "z", "n"]
    result = GateTrace(
      cell: layer.cell, layer: number, isBackward: isBackward, steps: steps, units: units,
      gates: Dictionary(uniqueKeysWithValues: names.map { ($0, empty) }),
      state: layer.cell == .lstm ? empty : nil, hidden: empty)
  }

  mutating func trace() -> GateTrace {
    var (h, c) = (
      [Float](repeating: 0, count: result.units), [Float](repeating: 0, count: result.units)
    )
    // What the readings give to all gates of all steps, then step by step what the state adds.
    let fromInput = Self.product(
      input.values, weights.weightIH, bias: weights.biasIH, rows: result.steps)
    let order = Array(0..<result.steps)
    for step in result.isBackward ? order.reversed() : order {
      let width = result.gates.count * result.units
      let x = Array(fromInput[step * width..<(step + 1) * width])
      let fromState = Self.product(h, weights.weightHH, bias: weights.biasHH, rows: 1)
      for unit in 0..<result.units {
        let place = step * result.units + unit
        func sum(_ gate: Int) -> Float {
          x[gate * result.units + unit] + fromState[gate * result.units + unit]
        }
        if result.cell == .lstm {
          let (i, f, o) = (Self.sigmoid(sum(0)), Self.sigmoid(sum(1)), Self.sigmoid(sum(3)))
          let g = tanhf(sum(2))
          c[unit] = f * c[unit] + i * g
          h[unit] = o * tanhf(c[unit])
          keep(["i": i, "f": f, "g": g, "o": o], at: place)
          result.state?[place] = c[unit]
        } else {
          let (r, z) = (Self.sigmoid(sum(0)), Self.sigmoid(sum(1)))
          let row = 2 * result.units + unit
          let n = tanhf(x[row] + r * fromState[row])
          h[unit] = (1 - z) * n + z * h[unit]
          keep(["r": r, "z": z, "n": n], at: place)
        }
        result.hidden[place] = h[unit]
      }
    }
    return result
  }

  private mutating func keep(_ values: [String: Float], at place: Int) {
    for (gate, value) in values { result.gates[gate]?[place] = value }
  }

  private static func sigmoid(_ x: Float) -> Float { 1 / (1 + expf(-x)) }

  /// Rows of `columns` values times a weight matrix `[outputs, columns]`, and the bias.
  private static func product(
    _ values: [Float], _ weight: Tensor, bias: Tensor?, rows: Int
  ) -> [Float] {
    let (outputs, columns) = (weight.shape[0], weight.shape[1])
    let (matrix, bias) = (weight.values, bias?.values)
    return (0..<rows).flatMap { row in
      (0..<outputs).map { output in
        (0..<columns).reduce(bias?[output] ?? 0) {
          $0 + matrix[output * columns + $1] * values[row * columns + $1]
        }
      }
    }
  }
}
