import Testing

@testable import SluiceTensor

extension KernelTests {
  @Suite struct ConvolutionTests {
    /// A convolution by its definition, in double precision, of each sequence alone.
    private struct Naive {
      let window: SlidingWindow
      let lengths: [Int]
      var output: [Double] = []
      var toInput: [Double] = []
      var toWeight: [Double] = []
      var toBias: [Double] = []

      init(
        _ x: Tensor, _ w: Tensor, _ b: Tensor, _ window: SlidingWindow, _ lengths: [Int],
        _ g: Tensor
      ) {
        self.window = window
        self.lengths = lengths
        let (steps, features) = (x.shape[1], x.shape[2])
        let (units, size) = (w.shape[0], w.shape[2])
        let outputs = g.shape[1]
        output = Array(repeating: 0, count: g.count)
        toInput = Array(repeating: 0, count: x.count)
        toWeight = Array(repeating: 0, count: w.count)
        toBias = Array(repeating: 0, count: units)
        let (xs, ws, bs, gs) = (x.values, w.values, b.values, g.values)
        for (sample, length) in lengths.enumerated() {
          for (place, start) in Naive.starts(window, length).enumerated() {
            for unit in 0..<units {
              let at = (sample * outputs + place) * units + unit
              output[at] = Double(bs[unit])
              toBias[unit] += Double(gs[at])
              for tap in 0..<size {
                let step = start + tap * window.dilation
                guard step >= 0, step < length else { continue }
                for feature in 0..<features {
                  let from = (sample * steps + step) * features + feature
                  let by = (unit * features + feature) * size + tap
                  output[at] += Double(xs[from]) * Double(ws[by])
                  toInput[from] += Double(gs[at]) * Double(ws[by])
                  toWeight[by] += Double(gs[at]) * Double(xs[from])
                }
              }
            }
          }
        }
      }

      /// Where the windows begin.
      static func starts(_ window: SlidingWindow, _ length: Int) -> [Int] {
        let span = (window.size - 1) * window.dilation + 1
        switch window.padding {
        case .valid where length < span: return length > 0 ? [length - span] : []
        case .valid: return Array(Swift.stride(from: 0, through: length - span, by: window.stride))
        case .causal:
          return Swift.stride(from: 0, to: length, by: window.stride).map { $0 - span + 1 }
        case .same:
          let places = Array(Swift.stride(from: 0, to: length, by: window.stride))
          let missing = max(0, (places.last ?? 0) + span - length)
          return places.map { $0 - missing / 2 }
        }
      }
    }

    private func check(
      _ shape: (batch: Int, steps: Int, features: Int, units: Int), _ window: SlidingWindow,
      lengths: [Int]? = nil
    ) throws {
      let x = sample(shape.batch, shape.steps, shape.features).requiringGradient()
      let w = sample(shape.units, shape.features, window.size, seed: 2).requiringGradient()
      let b = sample(shape.units, seed: 3).requiringGradient()
      let y = x.convolved(
        weight: w, bias: b, stride: window.stride, dilation: window.dilation,
        padding: window.padding, lengths: lengths)
      #expect(y.shape == [shape.batch, window.outputSteps(for: shape.steps), shape.units])
      let g = sample(shape.batch, y.shape[1], shape.units, seed: 4)
      y.backward(seed: g)
      let naive = Naive(
        x, w, b, window, lengths ?? Array(repeating: shape.steps, count: shape.batch), g)
      let what = "\(shape) \(window) \(lengths.map { "\($0)" } ?? "")"
      for (found, expected, name) in [
        (y.values, naive.output, "output"),
        (try #require(x.gradient).values, naive.toInput, "input"),
        (try #require(w.gradient).values, naive.toWeight, "weight"),
        (try #require(b.gradient).values, naive.toBias, "bias"),
      ] {
        let scale = max(1, expected.map { abs($0) }.max() ?? 1)
        let difference = largestDifference(found, expected)
        #expect(difference <= 3e-6 * scale, "\(name) of \(what)")
      }
    }

    @Test("convolutions and their gradients agree with the definition, for each way to slide")
    func windows() throws {
      try InstructionSet.forEach { _ in
        for padding in SequencePadding.allCases {
          for (size, stride, dilation) in [
            (1, 1, 1), (2, 1, 1), (3, 1, 1), (5, 2, 1), (4, 3, 1), (3, 1, 2), (2, 2, 5), (7, 1, 3),
            (2, 5, 1),
          ] {
            let window = SlidingWindow(
              size: size, stride: stride, dilation: dilation, padding: padding)
            try check((2, 23, 3, 5), window)
            try check((5, 23, 3, 7), window, lengths: [23, 1, 11, 19, 2])
          }
        }
      }
    }

    @Test("convolutions of each size agree with the definition", arguments: [1, 7, 8, 9, 64, 65])
    func sizes(count: Int) throws {
      try InstructionSet.forEach { _ in
        let window = SlidingWindow(size: 3, padding: .same)
        try check((2, 11, count, 5), window)
        try check((2, 11, 3, count), window)
        try check((2, count, 3, 5), window)
        try check((count, 11, 3, 5), window)
        try check((1, 70, 2, 3), SlidingWindow(size: count, padding: .causal))
      }
    }

    @Test("many windows, in several blocks and more than fit at once, agree with the definition")
    func blocks() throws {
      let window = SlidingWindow(size: 5, stride: 2, padding: .same)
      try check((7, 301, 3, 11), window)
      try check((7, 301, 3, 11), window, lengths: [301, 300, 1, 157, 0, 2, 211])
      try check((67, 40, 2, 3), SlidingWindow(size: 3))
    }

    @Test("nothing comes of nothing")
    func empty() throws {
      try check((0, 5, 3, 2), SlidingWindow(size: 3))
      try check((2, 0, 3, 2), SlidingWindow(size: 3, padding: .same))
      try check((2, 5, 3, 2), SlidingWindow(size: 3), lengths: [0, 0])
    }

    @Test("the number of threads changes no bit")
    func threads() throws {
      let before = Threads.count
      defer { Threads.count = before }
      let (x, w, b) = (sample(13, 101, 3), sample(11, 3, 5, seed: 2), sample(11, seed: 3))
      let results = [1, 2, 5].map { count -> [[Float]] in
        Threads.count = count
        let leaves = [x, w, b].map { $0.requiringGradient() }
        let y = leaves[0].convolved(weight: leaves[1], bias: leaves[2], padding: .same)
        y.backward(seed: y.detached())
        let m = leaves[0].featureMoments()
        return [y.values, m.mean.values, m.variance.values]
          + leaves.map { $0.gradient?.values ?? [] }
      }
      #expect(results[0] == results[1])
      #expect(results[0] == results[2])
      #expect(results[0].allSatisfy { !$0.isEmpty })
    }

    @Test("gradients of convolutions agree with differences")
    func gradients() {
      let inputs = [sample(2, 7, 3), sample(5, 3, 4, seed: 2), sample(5, seed: 3)]
      for padding in SequencePadding.allCases {
        for lengths in [nil, [7, 3]] {
          checkGradient("convolved \(padding)", at: inputs) {
            $0[0].convolved(
              weight: $0[1], bias: $0[2], stride: 2, padding: padding, lengths: lengths)
          }
        }
      }
      checkGradient("convolved without bias", at: Array(inputs.dropLast())) {
        $0[0].convolved(weight: $0[1], bias: nil, dilation: 2)
      }
    }
  }
}
