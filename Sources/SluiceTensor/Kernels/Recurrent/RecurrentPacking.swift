/// The weights of one direction of a layer as the caller has them, row-major.
struct RecurrentParameters {
  /// Shape `[gates * H, F]`.
  let weightIH: UnsafePointer<Float>
  /// Shape `[gates * H, H]`.
  let weightHH: UnsafePointer<Float>
  /// Shape `[gates * H]`.
  let biasIH: UnsafePointer<Float>
  /// Shape `[gates * H]`; GRU only.
  let biasHH: UnsafePointer<Float>?
}

/// The orders in which the kernels read weights and write their gradients.
enum RecurrentPacking {
  /// Floats of ``forward(_:layer:into:)`` for one direction.
  static func forwardCount(_ layer: RecurrentPlan.Layer) -> Int {
    layer.units * (layer.inputs + layer.units) * layer.slots + layer.units * 4
  }

  /// Writes `[H][F + H][slots]`, then the biases `[H][4]`.
  static func forward(
    _ parameters: RecurrentParameters, layer: RecurrentPlan.Layer,
    into packed: UnsafeMutablePointer<Float>
  ) {
    let (units, inputs, slots) = (layer.units, layer.inputs, layer.slots)
    let unitStride = (inputs + units) * slots
    Threads.run(slicesOf: units, floatsEach: unitStride) { slice in
      for unit in slice {
        for slot in 0..<slots {
          let row = slot * units + unit
          var to = packed + unit * unitStride + slot
          let fromInput = parameters.weightIH + row * inputs
          for k in 0..<inputs {
            to.pointee = fromInput[k]
            to += slots
          }
          let fromState = parameters.weightHH + row * units
          for k in 0..<units {
            to.pointee = fromState[k]
            to += slots
          }
        }
      }
    }
    let bias = packed + units * unitStride
    for unit in 0..<units {
      let to = bias + unit * 4
      if let biasHH = parameters.biasHH {
        // r and z take both biases; n keeps them apart, because r multiplies the second.
        to[0] = parameters.biasIH[unit] + biasHH[unit]
        to[1] = parameters.biasIH[units + unit] + biasHH[units + unit]
        to[2] = parameters.biasIH[2 * units + unit]
        to[3] = biasHH[2 * units + unit]
      } else {
        for slot in 0..<4 { to[slot] = parameters.biasIH[slot * units + unit] }
      }
    }
  }

  /// Floats of ``backward(_:columns:layer:tileRows:into:)``.
  static func backwardCount(columns: Int, layer: RecurrentPlan.Layer, tileRows: Int) -> Int {
    (columns + tileRows - 1) / tileRows * tileRows * layer.units * layer.slots
  }

  /// Writes a weight matrix `[slots * H, columns]` as `[columns / tileRows][H][slots][tileRows]`, the
  /// last tile filled up with zeros.
  static func backward(
    _ weight: UnsafePointer<Float>, columns: Int, layer: RecurrentPlan.Layer, tileRows: Int,
    into packed: UnsafeMutablePointer<Float>
  ) {
    let tile = tileRows * layer.units * layer.slots
    Threads.run(slicesOf: (columns + tileRows - 1) / tileRows, floatsEach: tile) { slice in
      for index in slice {
        let first = index * tileRows
        let (from, to) = (weight + first, packed + index * tile)
        switch min(tileRows, columns - first) {
        // As constants: the copies of whole tiles become single moves.
        case 6 where tileRows == 6:
          packTile(from, columns: columns, layer: layer, rows: 6, of: 6, into: to)
        case 4 where tileRows == 4:
          packTile(from, columns: columns, layer: layer, rows: 4, of: 4, into: to)
        case let rows:
          packTile(from, columns: columns, layer: layer, rows: rows, of: tileRows, into: to)
        }
      }
    }
  }

  @inline(__always)
  private static func packTile(
    _ weight: UnsafePointer<Float>, columns: Int, layer: RecurrentPlan.Layer, rows: Int,
    of tileRows: Int, into packed: UnsafeMutablePointer<Float>
  ) {
    var to = packed
    for unit in 0..<layer.units {
      for slot in 0..<layer.slots {
        let from = weight + (slot * layer.units + unit) * columns
        for row in 0..<rows { to[row] = from[row] }
        for row in rows..<tileRows { to[row] = 0 }
        to += tileRows
      }
    }
  }

  /// Writes the kernels' gradient `[H][columns][4]` as that of a weight matrix `[slots * H, columns]`.
  static func unpackGradient(
    _ packed: UnsafePointer<Float>, columns: Int, layer: RecurrentPlan.Layer,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    Threads.run(slicesOf: layer.units, floatsEach: columns * 4) { slice in
      for unit in slice {
        for slot in 0..<layer.slots {
          let from = packed + unit * columns * 4 + slot
          let to = gradient + (slot * layer.units + unit) * columns
          for column in 0..<columns { to[column] = from[column * 4] }
        }
      }
    }
  }

  /// Writes the kernels' bias gradient `[H][4]` as that of `biasIH` and, for a GRU, `biasHH`.
  static func unpackBiasGradient(
    _ packed: UnsafePointer<Float>, layer: RecurrentPlan.Layer,
    biasIH: UnsafeMutablePointer<Float>, biasHH: UnsafeMutablePointer<Float>?
  ) {
    for unit in 0..<layer.units {
      let from = packed + unit * 4
      for slot in 0..<layer.slots { biasIH[slot * layer.units + unit] = from[slot] }
      guard let biasHH else { continue }
      biasHH[unit] = from[0]
      biasHH[layer.units + unit] = from[1]
      biasHH[2 * layer.units + unit] = from[3]
    }
  }
}
