extension Tensor {
  /// The convolution of sequences with kernels: at each output step the affine map of a window of steps.
  ///
  /// As in all libraries the kernel is not turned around: its first element meets the window's first step.
  ///
  /// - Shapes: self `[B, T, F]`, `weight [U, F, size]` as in PyTorch, `bias [U]`, result `[B, T', U]` with
  ///   `T'` as ``SlidingWindow/outputSteps(for:)`` says.
  /// - Parameters:
  ///   - weight: The kernels.
  ///   - bias: What is added to each output.
  ///   - stride: The steps from one window to the next.
  ///   - dilation: The steps from one that a window looks at to the next.
  ///   - padding: What stands around a sequence; it counts as zeros.
  ///   - lengths: The true length of each sequence, in 0...T; nil if all have all steps. Outputs behind the
  ///     windows of a sequence are 0.
  public func convolved(
    weight: Tensor, bias: Tensor?, stride: Int = 1, dilation: Int = 1,
    padding: SequencePadding = .valid, lengths: [Int]? = nil
  ) -> Tensor {
    precondition(
      rank == 3 && weight.rank == 3 && weight.shape[1] == shape[2]
        && (bias == nil || bias?.shape == [weight.shape[0]]),
      "convolved: input \(shape), weight \(weight.shape) and bias \(bias?.shape ?? []) do not fit")
    let window = SlidingWindow(
      size: weight.shape[2], stride: stride, dilation: dilation, padding: padding)
    let pass = ConvolutionPass(
      windows: WindowedBatch(window, over: self, lengths: lengths, operation: "convolved"),
      features: shape[2], units: weight.shape[0])
    let result = pass.forward(self, weight: weight, bias: bias)
    guard Tape.records(self, weight, bias) else { return result }
    let (x, w) = (detached(), weight.detached())
    let needsX = requiresGradient
    let needsWeight = weight.requiresGradient
    let needsBias = bias?.requiresGradient ?? false
    return result.recorded("convolved", bias.map { [self, weight, $0] } ?? [self, weight]) { g in
      pass.backward(
        g, x, weight: w, needsX: needsX, needsWeight: needsWeight, needsBias: needsBias)
    }
  }
}

/// A convolution as products of matrices: the rows of one are the windows, gathered some at a time.
///
/// Threads share blocks of whole samples whose size follows from the shapes; each block has its own sums
/// for the weights.
private struct ConvolutionPass: Sendable {
  let windows: WindowedBatch
  let features: Int
  let units: Int

  /// Windows gathered at a time: their product with the weights then stays in the second-level cache.
  private static let rowsAtOnce = 256
  /// Sums for the weights are kept for so many blocks at most.
  private static let mostBlocks = 32

  private var size: Int { windows.window.size }
  private var width: Int { size * features }
  private var samples: Int { windows.samples.count }

  private var samplesPerBlock: Int {
    let rows = samples * windows.outputs
    let blocks = max(1, min(samples, ConvolutionPass.mostBlocks, rows / ConvolutionPass.rowsAtOnce))
    return max(1, (samples + blocks - 1) / blocks)
  }

  private var blocks: Int { (samples + samplesPerBlock - 1) / samplesPerBlock }

  /// Calls a closure with each block's samples, on all threads.
  private func forEachBlock(_ body: (_ block: Int, _ samples: Range<Int>) -> Void) {
    let each = samplesPerBlock
    Threads.run(blocks: blocks) { block in
      body(block, block * each..<min(samples, (block + 1) * each))
    }
  }

  /// Calls a closure with the rows of some samples, so many at a time.
  private func forEachChunk(of samples: Range<Int>, _ body: (Range<Int>) -> Void) {
    let end = samples.upperBound * windows.outputs
    for start in Swift.stride(
      from: samples.lowerBound * windows.outputs, to: end, by: ConvolutionPass.rowsAtOnce)
    {
      body(start..<min(end, start + ConvolutionPass.rowsAtOnce))
    }
  }

  /// Calls a closure for each row: what of its window lies within the sequence, nil if the sequence has no
  /// such window.
  @inline(__always)
  private func forEachRow(
    _ rows: Range<Int>,
    _ body: (_ row: Int, _ sample: Int, _ start: Int, _ present: Range<Int>?) -> Void
  ) {
    var (sample, output) = rows.lowerBound.quotientAndRemainder(dividingBy: windows.outputs)
    for row in rows {
      let own = windows.samples[sample]
      if output < own.outputs {
        let start = own.start + output * windows.window.stride
        body(row, sample, start, windows.window.present(from: start, in: own.steps))
      } else {
        body(row, sample, 0, nil)
      }
      output += 1
      if output == windows.outputs { (sample, output) = (sample + 1, 0) }
    }
  }

  func forward(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
    let result = Tensor(uninitialized: [samples, windows.outputs, units])
    guard result.count > 0 else { return result }
    // [size, features, units]: the features of a step lie side by side in a window.
    let factors = weight.detached().transposed([2, 1, 0])
    forEachBlock { _, samples in
      let gathered = TensorStorage(count: ConvolutionPass.rowsAtOnce * width)
      forEachChunk(of: samples) { rows in
        gather(rows, x.storage.pointer, into: gathered.pointer)
        let to = result.storage.pointer + rows.lowerBound * units
        MatrixLoops.multiply(
          m: rows.count, n: units, k: width, gathered.pointer, factors.storage.pointer, into: to)
        if let bias { MatrixLoops.addRow(bias.storage.pointer, to: to, rows.count, units) }
        forEachRow(rows) { row, _, _, present in
          guard present == nil else { return }
          (result.storage.pointer + row * units).update(repeating: 0, count: units)
        }
      }
      withExtendedLifetime(gathered) {}
    }
    return result
  }

  /// The gradients of input, weight and, if wanted, bias.
  func backward(
    _ g: Tensor, _ x: Tensor, weight: Tensor, needsX: Bool, needsWeight: Bool, needsBias: Bool
  ) -> [Tensor?] {
    let toX = needsX ? Tensor.zeros(x.shape) : nil
    let factors = weight.transposed([0, 2, 1])
    let weightSums = Tensor.zeros([needsWeight ? blocks : 0, units, size, features])
    let biasSums = Tensor.zeros([needsBias ? blocks : 0, units])
    forEachBlock { block, samples in
      let gathered = TensorStorage(count: ConvolutionPass.rowsAtOnce * width)
      forEachChunk(of: samples) { rows in
        let from = g.storage.pointer + rows.lowerBound * units
        if needsWeight {
          gather(rows, x.storage.pointer, into: gathered.pointer)
          MatrixLoops.multiply(
            m: units, n: width, k: rows.count, from, gathered.pointer, transposesA: true,
            adding: true, into: weightSums.storage.pointer + block * units * width)
        }
        if let toX {
          MatrixLoops.multiply(
            m: rows.count, n: width, k: units, from, factors.storage.pointer,
            into: gathered.pointer)
          scatter(rows, gathered.pointer, to: toX.storage.pointer)
        }
        if needsBias {
          let sums = biasSums.storage.pointer + block * units
          forEachRow(rows) { row, _, _, present in
            guard present != nil else { return }
            let own = g.storage.pointer + row * units
            for unit in 0..<units { sums[unit] += own[unit] }
          }
        }
      }
      withExtendedLifetime(gathered) {}
    }
    var gradients: [Tensor?] = [toX, nil]
    if needsWeight {
      let sum = ElementLoops.sum(weightSums, to: [1, units, size, features])
      gradients[1] = sum.reshapedValues([units, size, features]).transposed()
    }
    if needsBias { gradients.append(ElementLoops.sum(biasSums, to: [units])) }
    return gradients
  }

  /// Writes the windows of some rows side by side, zeros for what is padding.
  private func gather(
    _ rows: Range<Int>, _ x: UnsafePointer<Float>, into gathered: UnsafeMutablePointer<Float>
  ) {
    let dilation = windows.window.dilation
    forEachRow(rows) { row, sample, start, present in
      let to = gathered + (row - rows.lowerBound) * width
      guard let present, present.count > 0 else {
        to.update(repeating: 0, count: width)
        return
      }
      if present.count < size { to.update(repeating: 0, count: width) }
      let from = x + sample * windows.steps * features
      if dilation == 1 {
        (to + present.lowerBound * features).update(
          from: from + (start + present.lowerBound) * features, count: present.count * features)
        return
      }
      for index in present {
        (to + index * features).update(
          from: from + (start + index * dilation) * features, count: features)
      }
    }
  }

  /// Adds the gradients of windows to those of the steps that they look at.
  private func scatter(
    _ rows: Range<Int>, _ gathered: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    let dilation = windows.window.dilation
    forEachRow(rows) { row, sample, start, present in
      guard let present else { return }
      let from = gathered + (row - rows.lowerBound) * width
      let to = gradient + sample * windows.steps * features
      // With neighbouring steps the features of all of them are one run.
      let (runs, length) =
        dilation == 1
        ? (
          present.lowerBound..<min(present.upperBound, present.lowerBound + 1),
          present.count * features
        ) : (present, features)
      for index in runs {
        let source = from + index * features
        let target = to + (start + index * dilation) * features
        for offset in 0..<length { target[offset] += source[offset] }
      }
    }
  }
}
