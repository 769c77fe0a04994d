import SluiceTensor

extension NormalEquations {
  /// Sums over all windows of a design.
  ///
  /// Windows that begin one row apart share all but one of their rows: the sum of products of the
  /// readings at lags (l+1, m+1) differs from that at (l, m) by the first window of a run and the
  /// window after its last only. So a run costs `F * F * L` products a window, not
  /// `F * F * L * L / 2`. Windows that stand alone (a stride above 1) are summed as they are.
  ///
  /// Each sum is built in an order that the design fixes: it does not depend on the threads.
  init(_ design: LagDesign, origin: Origin) {
    self.init(origin: origin, columns: design.columns, outputs: design.outputs)
    if design.runs.count * 2 > design.count {
      addProducts(of: design, rows: design.runs.flatMap { run in run.map { ($0, 1) } })
      return
    }
    // What changes from one lag to the next: the window after a run enters, its first one leaves.
    var edges = NormalEquations(origin: origin, columns: columns, outputs: outputs)
    edges.addProducts(
      of: design, rows: design.runs.flatMap { [($0.upperBound, 1), ($0.lowerBound, -1)] },
      exceptLast: true)
    unfold(LagProducts(design, origin: origin), edges: edges, features: design.features)
    products[size * size - 1] = Double(design.count)
  }

  /// Builds all sums from those at the first lag and the changes from lag to lag.
  private mutating func unfold(_ start: LagProducts, edges: NormalEquations, features: Int) {
    for row in 0..<columns {
      for column in 0...row {
        let before = (row - features) * size + column - features
        products[row * size + column] =
          column < features
          ? start.readings[column * columns + row] : products[before] + edges.products[before]
      }
    }
    for output in 0..<outputs {
      let row = columns + output
      for column in 0..<columns {
        let before = (row - 1) * size + column - features
        products[row * size + column] =
          column < features
          ? start.outputs[column * outputs + output]
          : output == 0
            ? start.firstOutput[column] : products[before] + edges.products[before]
      }
      let before = (row - 1) * size + row - 1
      products[row * size + row] =
        output == 0 ? start.firstOutputSquare : products[before] + edges.products[before]
    }
    let last = (size - 1) * size
    for column in 0..<columns {
      let before = last + column - features
      products[last + column] =
        column < features ? start.sums[column] : products[before] + edges.products[before]
    }
    for row in columns..<columns + outputs {
      let before = last + row - 1
      products[last + row] =
        row == columns ? start.firstOutputSum : products[before] + edges.products[before]
    }
  }

  /// Adds the products of single windows, each with its sign.
  ///
  /// - Parameters:
  ///   - rows: First row and sign of each window.
  ///   - exceptLast: Take each window's last row and last output as 0: they may not exist.
  private mutating func addProducts(
    of design: LagDesign, rows: [(row: Int, sign: Double)], exceptLast: Bool = false
  ) {
    let (origin, size) = (self.origin, self.size)
    let tileRows = 32
    products.withUnsafeMutableBufferPointer { products in
      nonisolated(unsafe) let products = products
      nonisolated(unsafe) let design = design
      // A tile of rows of the sums belongs to one block, which adds the windows in order.
      Threads.run(blocks: (size + tileRows - 1) / tileRows) { tile in
        guard let base = products.baseAddress else { return }
        var group = WindowGroup(design, origin: origin, exceptLast: exceptLast)
        for first in stride(from: 0, to: rows.count, by: WindowGroup.windows) {
          group.load(rows[first..<min(rows.count, first + WindowGroup.windows)])
          for row in tile * tileRows..<min(size, (tile + 1) * tileRows) {
            group.addProducts(ofEntry: row, to: base + row * size)
          }
        }
      }
    }
  }
}

/// A few windows as vectors `[x, y, 1]` in double precision, counted from the origin.
private struct WindowGroup {
  /// Number of windows in a group: their products are added in one pass over the sums.
  static let windows = 4

  private let design: LagDesign
  private let exceptLast: Bool
  private let shift: [Double]
  private var vectors: [Double]
  private var signs: [Double]
  private let size: Int

  init(_ design: LagDesign, origin: NormalEquations.Origin, exceptLast: Bool) {
    self.design = design
    self.exceptLast = exceptLast
    size = design.columns + design.outputs + 1
    shift = (0..<design.columns).map { origin.features[$0 % design.features] } + [origin.target]
    vectors = [Double](repeating: 0, count: Self.windows * size)
    signs = [Double](repeating: 0, count: Self.windows)
  }

  mutating func load(_ rows: ArraySlice<(row: Int, sign: Double)>) {
    let columns = design.columns - (exceptLast ? design.features : 0)
    let outputs = design.outputs - (exceptLast ? 1 : 0)
    for place in 0..<Self.windows {
      guard rows.startIndex + place < rows.endIndex else {
        signs[place] = 0
        continue
      }
      let (row, sign) = rows[rows.startIndex + place]
      signs[place] = sign
      let start = place * size
      for column in 0..<columns {
        vectors[start + column] =
          Double(design.readings[row * design.features + column]) - shift[column]
      }
      for output in 0..<outputs {
        vectors[start + design.columns + output] =
          Double(design.target[row + design.targetOffset + output]) - shift[design.columns]
      }
      vectors[start + size - 1] = 1
    }
  }

  /// Adds this group's products of one entry with itself and all earlier ones.
  func addProducts(ofEntry entry: Int, to sums: UnsafeMutablePointer<Double>) {
    vectors.withUnsafeBufferPointer { vectors in
      guard let a = vectors.baseAddress else { return }
      let (b, c, d) = (a + size, a + 2 * size, a + 3 * size)
      let (wa, wb) = (signs[0] * a[entry], signs[1] * b[entry])
      let (wc, wd) = (signs[2] * c[entry], signs[3] * d[entry])
      for index in 0...entry {
        sums[index] += (wa * a[index] + wb * b[index]) + (wc * c[index] + wd * d[index])
      }
    }
  }
}
