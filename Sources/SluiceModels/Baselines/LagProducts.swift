import SluiceTensor

/// The sums of products at a window's first row, from which ``NormalEquations`` unfolds all others.
struct LagProducts {
  /// Reading `f` of the first row with each reading of the window, `[F, D]`.
  var readings: [Double]
  /// Reading `f` of the first row with each output, `[F, P]`.
  var outputs: [Double]
  /// The first output with each reading of the window, `[D]`.
  var firstOutput: [Double]
  /// The readings of the first row, `[F]`.
  var sums: [Double]
  var firstOutputSum = 0.0
  var firstOutputSquare = 0.0

  /// Sums over all windows of a design: in pieces of neighbouring windows, the pieces in a fixed
  /// number of groups whose sums are added in order.
  init(_ design: LagDesign, origin: NormalEquations.Origin) {
    self.init(design)
    let pieces = design.runs.flatMap { run in
      stride(from: run.lowerBound, to: run.upperBound, by: Self.pieceWindows).map {
        $0..<min(run.upperBound, $0 + Self.pieceWindows)
      }
    }
    let groups = min(Self.largestGroupCount, pieces.count)
    var partial = [LagProducts](repeating: LagProducts(design), count: groups)
    partial.withUnsafeMutableBufferPointer { partial in
      nonisolated(unsafe) let partial = partial
      nonisolated(unsafe) let design = design
      Threads.run(blocks: groups) { group in
        for index in group * pieces.count / groups..<(group + 1) * pieces.count / groups {
          partial[group].add(LagPiece(design, rows: pieces[index], origin: origin))
        }
      }
    }
    for group in partial { add(group) }
  }

  private init(_ design: LagDesign) {
    readings = [Double](repeating: 0, count: design.features * design.columns)
    outputs = [Double](repeating: 0, count: design.features * design.outputs)
    firstOutput = [Double](repeating: 0, count: design.columns)
    sums = [Double](repeating: 0, count: design.features)
  }

  /// Windows in a piece: its readings, in double precision, stay in the cache.
  private static let pieceWindows = 4096
  private static let largestGroupCount = 64

  private mutating func add(_ piece: LagPiece) {
    let (features, lookback) = (piece.features.count, piece.lookback)
    let columns = firstOutput.count
    let outputCount = outputs.count / features
    for (f, early) in piece.features.enumerated() {
      sums[f] += early[0..<piece.count].reduce(0, +)
      addShifted(early, piece.target, piece.count, shifts: outputCount) {
        outputs[f * outputCount + $0] += $1
      }
      addShifted(piece.target, early, piece.count, shifts: lookback) {
        firstOutput[$0 * features + f] += $1
      }
      for (g, late) in piece.features.enumerated() {
        addShifted(early, late, piece.count, shifts: lookback) {
          readings[f * columns + $0 * features + g] += $1
        }
      }
    }
    for value in piece.target[0..<piece.count] {
      firstOutputSum += value
      firstOutputSquare += value * value
    }
  }

  private mutating func add(_ other: LagProducts) {
    for index in readings.indices { readings[index] += other.readings[index] }
    for index in outputs.indices { outputs[index] += other.outputs[index] }
    for index in firstOutput.indices { firstOutput[index] += other.firstOutput[index] }
    for index in sums.indices { sums[index] += other.sums[index] }
    firstOutputSum += other.firstOutputSum
    firstOutputSquare += other.firstOutputSquare
  }
}

/// The readings of some neighbouring windows, one array a feature, counted from the origin.
private struct LagPiece {
  let count: Int
  let lookback: Int
  /// `[count + L - 1]` each.
  let features: [[Double]]
  /// `[count + P - 1]`.
  let target: [Double]

  init(_ design: LagDesign, rows: Range<Int>, origin: NormalEquations.Origin) {
    count = rows.count
    lookback = design.lookback
    features = (0..<design.features).map { feature in
      let shift = origin.features[feature]
      return (0..<rows.count + design.lookback - 1).map {
        Double(design.readings[(rows.lowerBound + $0) * design.features + feature]) - shift
      }
    }
    target = (0..<rows.count + design.outputs - 1).map {
      Double(design.target[rows.lowerBound + design.targetOffset + $0]) - origin.target
    }
  }
}

/// Calls `add` with the sum of `a[i] * b[i + shift]` over `count` places for each shift.
private func addShifted(
  _ a: [Double], _ b: [Double], _ count: Int, shifts: Int, add: (Int, Double) -> Void
) {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      guard let a = a.baseAddress, let b = b.baseAddress else { return }
      var shift = 0
      while shift + 4 <= shifts {
        let sums = fourShifts(a, b + shift, count)
        for lane in 0..<4 { add(shift + lane, sums[lane]) }
        shift += 4
      }
      while shift < shifts {
        add(shift, dotProduct(a, b + shift, count))
        shift += 1
      }
    }
  }
}

/// Sums of `a[i] * b[i + shift]` for the shifts 0, 1, 2, 3: each reading of `a` is loaded once.
private func fourShifts(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
) -> SIMD4<Double> {
  var (sum0, sum1) = (SIMD4<Double>(), SIMD4<Double>())
  var (sum2, sum3) = (SIMD4<Double>(), SIMD4<Double>())
  let left = UnsafeRawPointer(a)
  let right = UnsafeRawPointer(b)
  let vectorEnd = count - count % 4
  for index in stride(from: 0, to: vectorEnd, by: 4) {
    let value = left.loadUnaligned(fromByteOffset: index * 8, as: SIMD4<Double>.self)
    let place = right + index * 8
    sum0 += value * place.loadUnaligned(as: SIMD4<Double>.self)
    sum1 += value * place.loadUnaligned(fromByteOffset: 8, as: SIMD4<Double>.self)
    sum2 += value * place.loadUnaligned(fromByteOffset: 16, as: SIMD4<Double>.self)
    sum3 += value * place.loadUnaligned(fromByteOffset: 24, as: SIMD4<Double>.self)
  }
  var sums = SIMD4(sum0.sum(), sum1.sum(), sum2.sum(), sum3.sum())
  for index in vectorEnd..<count {
    sums += a[index] * SIMD4(b[index], b[index + 1], b[index + 2], b[index + 3])
  }
  return sums
}
