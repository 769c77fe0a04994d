extension Windows {
  /// Copies the readings of windows one after another, `[B, T, F]`.
  ///
  /// A short window begins at step 0 and is followed by zeros, or is preceded by them when the
  /// warm-up rule is `.zeroPadded`.
  package func gatherInputs(
    _ indices: ArraySlice<Int>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    let width = inputs.count
    let size = options.lookback * width
    precondition(result.count == indices.count * size, "Windows: batch of the wrong size")
    readings.withUnsafeBufferPointer { readings in
      lastRows.withUnsafeBufferPointer { lastRows in
        guard let from = readings.baseAddress, var to = result.baseAddress else { return }
        for index in indices {
          precondition(index >= 0 && index < lastRows.count, "Windows: window \(index) of \(count)")
          let end = inputOffset + (Int(lastRows[index]) + 1) * width
          if let lengths {
            let filled = Int(lengths[index]) * width
            let padding = warmUp == .zeroPadded ? size - filled : 0
            to.update(repeating: 0, count: size)
            (to + padding).update(from: from + (end - filled), count: filled)
          } else {
            to.update(from: from + (end - size), count: size)
          }
          to += size
        }
      }
    }
  }

  /// Copies the targets of windows one after another, `[B, P]`.
  package func gatherTargets(
    _ indices: ArraySlice<Int>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    if let labels { return gatherLabels(indices, labels, into: result) }
    guard let targetColumn else {
      preconditionFailure("Windows: windows made for prediction have no targets")
    }
    let size = options.targetSize
    precondition(result.count == indices.count * size, "Windows: targets of the wrong size")
    if let differences = relative?.differences {
      differences.withUnsafeBufferPointer { differences in
        guard let from = differences.baseAddress, var to = result.baseAddress else { return }
        for index in indices {
          to.update(from: from + index * size, count: size)
          to += size
        }
      }
      return
    }
    targetColumn.withUnsafeBufferPointer { values in
      guard let from = values.baseAddress, var to = result.baseAddress else { return }
      for index in indices {
        to.update(
          from: from + (Int(lastRows[index]) + options.firstTargetStep), count: size)
        to += size
      }
    }
  }

  /// Returns all targets in window order, `[count * P]`.
  public var allTargets: [Float] {
    let size = count * targetSize
    return [Float](unsafeUninitializedCapacity: size) { buffer, filled in
      gatherTargets(
        Array(0..<count)[...], into: UnsafeMutableBufferPointer(rebasing: buffer[0..<size]))
      filled = size
    }
  }
}
