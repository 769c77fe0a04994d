extension Windows {
  /// Calls a closure with the readings where they lie: inputs `[row, F]` and, when there is one, the
  /// target, both from the first row that any window may touch.
  package func withReadings<Result>(
    _ body: (UnsafeBufferPointer<Float>, UnsafeBufferPointer<Float>?) throws -> Result
  ) rethrows -> Result {
    try readings.withUnsafeBufferPointer { readings in
      let inputs = UnsafeBufferPointer(rebasing: readings[inputOffset...])
      guard let targetColumn else { return try body(inputs, nil) }
      return try targetColumn.withUnsafeBufferPointer { try body(inputs, $0) }
    }
  }

  /// The last row of a window, counted as ``withReadings(_:)`` does.
  package func lastReadingRow(_ window: Int) -> Int { Int(lastRows[window]) }
}
