/// Products of matrices.
extension Tensor {
  /// The matrix product `self · other`.
  ///
  /// - Shapes: `[M, K] · [K, N] -> [M, N]`; `[..., M, K] · [K, N] -> [..., M, N]`;
  ///   `[..., M, K] · [..., K, N] -> [..., M, N]` with equal leading axes.
  public func matmul(_ other: Tensor) -> Tensor {
    precondition(
      rank >= 2 && other.rank >= 2 && shape[rank - 1] == other.shape[other.rank - 2]
        && (other.rank == 2 || shape.dropLast(2) == other.shape.dropLast(2)),
      "matmul: the shapes \(shape) and \(other.shape) do not fit")
    let (k, n) = (shape[rank - 1], other.shape[other.rank - 1])
    // One weight for all leading axes: they are rows of one large matrix.
    let rows = other.rank == 2 ? Shape.product(shape.dropLast()) : shape[rank - 2]
    let matrices = other.rank == 2 ? 1 : Shape.product(shape.dropLast(2))
    let result = Tensor(uninitialized: shape.dropLast() + [n])
    for index in 0..<matrices {
      MatrixLoops.multiply(
        m: rows, n: n, k: k,
        storage.pointer + index * rows * k, other.storage.pointer + index * k * n,
        into: result.storage.pointer + index * rows * n)
    }
    guard Tape.records(self, other) else { return result }
    let (a, b) = (detached(), other.detached())
    let (needsA, needsB) = (requiresGradient, other.requiresGradient)
    return result.recorded("matmul", [self, other]) { g in
      let gradientA = needsA ? Tensor(uninitialized: a.shape) : nil
      let gradientB = needsB ? Tensor(uninitialized: b.shape) : nil
      for index in 0..<matrices {
        let gradient = g.storage.pointer + index * rows * n
        if let gradientA {
          MatrixLoops.multiply(
            m: rows, n: k, k: n, gradient, b.storage.pointer + index * k * n,
            transposesB: true, into: gradientA.storage.pointer + index * rows * k)
        }
        if let gradientB {
          MatrixLoops.multiply(
            m: k, n: n, k: rows, a.storage.pointer + index * rows * k, gradient,
            transposesA: true, into: gradientB.storage.pointer + index * k * n)
        }
      }
      return [gradientA, gradientB]
    }
  }

  /// The affine map `self · weightᵀ + bias` along the last axis.
  ///
  /// - Shapes: self `[..., F]`, `weight [U, F]`, `bias [U]`, result `[..., U]`.
  public func dense(weight: Tensor, bias: Tensor?) -> Tensor {
    precondition(
      rank >= 1 && weight.rank == 2 && shape.last == weight.shape[1]
        && (bias == nil || bias?.shape == [weight.shape[0]]),
      "dense: input \(shape), weight \(weight.shape) and bias \(bias?.shape ?? []) do not fit")
    let (units, features) = (weight.shape[0], weight.shape[1])
    let rows = Shape.product(shape.dropLast())
    let result = Tensor(uninitialized: shape.dropLast() + [units])
    MatrixLoops.multiply(
      m: rows, n: units, k: features, storage.pointer, weight.storage.pointer,
      transposesB: true, into: result.storage.pointer)
    if let bias {
      MatrixLoops.addRow(bias.storage.pointer, to: result.storage.pointer, rows, units)
    }
    guard Tape.records(self, weight, bias) else { return result }
    let (x, w) = (detached(), weight.detached())
    let needsX = requiresGradient
    let needsWeight = weight.requiresGradient
    let needsBias = bias?.requiresGradient ?? false
    return result.recorded("dense", bias.map { [self, weight, $0] } ?? [self, weight]) { g in
      var gradients: [Tensor?] = [nil, nil]
      if needsX {
        let gradient = Tensor(uninitialized: x.shape)
        MatrixLoops.multiply(
          m: rows, n: features, k: units, g.storage.pointer, w.storage.pointer,
          into: gradient.storage.pointer)
        gradients[0] = gradient
      }
      if needsWeight {
        let gradient = Tensor(uninitialized: w.shape)
        MatrixLoops.multiply(
          m: units, n: features, k: rows, g.storage.pointer, x.storage.pointer,
          transposesA: true, into: gradient.storage.pointer)
        gradients[1] = gradient
      }
      if needsBias {
        gradients.append(ElementLoops.sum(g, to: [units]))
      }
      return gradients
    }
  }
}
