/// Moves samples between row-major arrays `[B, count]` and blocks `[count, W]`.
enum LaneTransposition {
  /// Writes the block's samples as lanes; lanes without a sample become 0.
  static func gather(
    _ samples: UnsafePointer<Float>, count: Int, block: RecurrentPlan.Block,
    into lanes: UnsafeMutablePointer<Float>
  ) {
    let width = block.lanes
    if block.samples < width { lanes.update(repeating: 0, count: count * width) }
    for lane in 0..<block.samples {
      let from = samples + (block.firstSample + lane) * count
      var to = lanes + lane
      for index in 0..<count {
        to.pointee = from[index]
        to += width
      }
    }
  }

  /// Writes the lanes as the block's samples.
  static func scatter(
    _ lanes: UnsafePointer<Float>, count: Int, block: RecurrentPlan.Block,
    into samples: UnsafeMutablePointer<Float>
  ) {
    let width = block.lanes
    for lane in 0..<block.samples {
      let to = samples + (block.firstSample + lane) * count
      var from = lanes + lane
      for index in 0..<count {
        to[index] = from.pointee
        from += width
      }
    }
  }
}
