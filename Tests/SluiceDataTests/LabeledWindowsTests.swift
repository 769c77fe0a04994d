import SluiceData
import SluiceTensor
import Testing

@Suite struct LabeledWindowsTests {
  private let three = WindowOptions(lookback: 3)
  private let crossing = LabelOptions(crossesChanges: true)

  @Test("No window crosses a change of the label, unless it may")
  func changes() throws {
    // Stretches of 4, 3 and 2 rows.
    let rows = labeledRows("AAAABBBAA")
    let windows = try rows.labeledWindows(three)
    #expect(windows.firstRows == [0, 1, 4])
    #expect(windows.allTargets == [0, 0, 1])
    #expect(windows.classNumbers == [0, 0, 1])
    #expect((0..<3).map(windows.stretch) == [0, 0, 1])
    #expect(windows.batchInputs([2, 0]).values == [4, 5, 6, 0, 1, 2])
    #expect(try rows.labeledWindows(three, crossing).firstRows == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test("No window crosses a change of the subject or the sequence")
  func groups() throws {
    let subjects = labeledRows("ABABABABA", subjects: "xxxxxyyyy")
    #expect(try subjects.labeledWindows(three, crossing).firstRows == [0, 1, 2, 5, 6])
    let sequences = labeledRows("ABABABABA", sequences: "aaaabbbbb")
    #expect(try sequences.labeledWindows(three, crossing).firstRows == [0, 1, 4, 5, 6])
    let both = labeledRows("ABABABABA", subjects: "xxxxxyyyy", sequences: "aaaabbbbb")
    #expect(try both.labeledWindows(three, crossing).firstRows == [0, 1, 5, 6])
  }

  @Test("No window crosses a gap in the clock, unless it may")
  func gaps() throws {
    let rows = labeledRows("ABABABABA", minutes: [0, 1, 2, 3, 60, 61, 62, 63, 64])
    #expect(try rows.labeledWindows(three, crossing).firstRows == [0, 1, 4, 5, 6])
    let options = WindowOptions(lookback: 3, crossesGaps: true)
    #expect(try rows.labeledWindows(options, crossing).count == 7)
  }

  @Test("Rows of a class that is left out are a gap")
  func without() throws {
    let rule = LabelOptions(crossesChanges: true, without: ["N", "M"])
    let windows = try labeledRows("ABNABABMNAAB").labeledWindows(three, rule, classes: ["A", "B"])
    // Stretches 0..<2, 3..<7 and 9..<12.
    #expect(windows.firstRows == [3, 4, 9])
    #expect(windows.allTargets == [0, 1, 1])
    let onlyN = LabelOptions(without: ["N"])
    #expect(
      try labeledRows("AANAAAN").labeledWindows(three, onlyN, classes: ["A", "B"]).firstRows == [3])
  }

  @Test("The count follows the closed form for every small size")
  func closedForm() throws {
    for lengths in [[1], [9], [3, 1, 8], [2, 2], [7, 5, 6, 4]] {
      let labels = lengths.enumerated().map {
        String(repeating: $0.offset % 2 == 0 ? "A" : "B", count: $0.element)
      }
      for lookback in 1...5 {
        for stride in 1...3 {
          let options = WindowOptions(lookback: lookback, horizon: 4, steps: .all, stride: stride)
          for (warmUp, first) in [(WarmUp.none, lookback), (.trueLength, min(lookback, 2))] {
            let expected = lengths.map { $0 < first ? 0 : ($0 - first) / stride + 1 }.reduce(0, +)
            let windows = try? labeledRows(labels.joined()).labeledWindows(options, warmUp: warmUp)
            #expect((windows?.count ?? 0) == expected, "\(lengths) \(lookback) \(stride)")
          }
        }
      }
    }
  }

  @Test("A short window begins its stretch and has its own label")
  func short() throws {
    let windows = try labeledRows("AAABB").labeledWindows(three, warmUp: .trueLength)
    #expect(windows.firstRows == [0, 0, 3])
    let batch = windows.batch(0..<3)
    #expect(batch.lengths == [2, 3, 2])
    #expect(batch.inputs.values == [0, 1, 0, 0, 1, 2, 3, 4, 0])
    #expect(batch.targets.values == [0, 0, 1])
    #expect(batch.targets.shape == [3, 1])
  }

  @Test("Windows of a part look at no row outside it, whatever the warm-up rule")
  func part() throws {
    let rows = labeledRows("AAAAABBBBB")
    for warmUp in [WarmUp.none, .history] {
      let windows = try rows.labeledWindows(three, warmUp: warmUp, part: 3..<9)
      #expect(windows.firstRows == [5, 6])
      #expect(windows.allTargets == [1, 1])
      #expect(windows.batchInputs([0]).values == [5, 6, 7])
    }
    let short = try rows.labeledWindows(three, warmUp: .trueLength, part: 3..<9)
    #expect(short.firstRows == [3, 5, 5, 6])
    #expect(short.classNumbers == [0, 1, 1, 1])
  }

  @Test("With a label a step a window has as many as rows, and may cross changes")
  func everyStep() throws {
    let rule = LabelOptions(everyStep: true)
    let rows = labeledRows("ABBCA")
    let windows = try rows.labeledWindows(three, rule)
    #expect(windows.targetSize == 3)
    #expect(windows.allTargets == [0, 1, 1, 1, 1, 2, 1, 2, 0])
    #expect(windows.batch([2, 0]).targets.shape == [2, 3])
    #expect(windows.batch([2, 0]).targets.values == [1, 2, 0, 0, 1, 1])
    let short = try rows.labeledWindows(three, rule, warmUp: .trueLength).batch(0..<2)
    #expect(short.lengths == [2, 3])
    #expect(short.targets.values == [0, 1, 0, 0, 1, 1])
    // A class that is left out ends a window all the same.
    let without = LabelOptions(everyStep: true, without: ["C"])
    #expect(
      try rows.labeledWindows(three, without, classes: ["A", "B"]).allTargets == [0, 1, 1])
  }

  @Test("Some of the windows keep their labels and stretches")
  func selecting() throws {
    let windows = try labeledRows("AAAABBBACCC").labeledWindows(three)
    #expect(windows.classNumbers == [0, 0, 1, 2])
    #expect(windows.selecting([3, 0, 2]).classNumbers == [2, 0, 1])
    #expect(windows.selecting([3, 0]).allTargets == [2, 0])
    #expect((0..<3).map(windows.selecting([3, 0, 2]).stretch) == [3, 0, 1])
    let tail = windows[2..<4]
    #expect((0..<2).map(tail.stretch) == [1, 3])
    let (train, validation) = try windows.split(validationFraction: 0.25)
    #expect(train.classNumbers == [0, 0, 1])
    #expect(validation.classNumbers == [2])
  }

  @Test("Windows labeled by all of their rows keep their labels when some are selected")
  func selectingMajorities() throws {
    let rule = LabelOptions(rule: .majority, crossesChanges: true)
    let windows = try labeledRows("AABABBBCCA").labeledWindows(three, rule, part: 1..<10)
    #expect(windows.classNumbers == [0, 1, 1, 1, 1, 2, 2])
    let some = windows.selecting([5, 1, 0])
    #expect(some.classNumbers == [2, 1, 0])
    #expect(some.allTargets == [2, 1, 0])
    #expect(some[1..<3].batch([1, 0]).targets.values == [0, 1])
  }

  @Test("Whole sequences are as long as they are, up to the lookback")
  func wholeSequences() throws {
    let rows = labeledRows("AAABBBBBCA", sequences: "aaabbbbbcd")
    // The stride has no meaning.
    let options = WindowOptions(lookback: 6, stride: 4, wholeSequences: true)
    let windows = try rows.labeledWindows(options)
    #expect(windows.firstRows == [0, 3, 8, 9])
    #expect(windows.allTargets == [0, 1, 2, 0])
    let batch = windows.batch([1, 2, 0])
    #expect(batch.lengths == [5, 1, 3])
    #expect(batch.inputs.shape == [3, 6, 1])
    #expect(
      batch.inputs.values == [3, 4, 5, 6, 7, 0, 8, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0])
    for warmUp in WarmUp.allCases where warmUp != .zeroPadded {
      #expect(try rows.labeledWindows(options, warmUp: warmUp).lengths([0, 1]) == [3, 5])
    }
  }

  @Test("A label that changes within a whole sequence is refused unless windows may hold several")
  func changing() throws {
    let rows = labeledRows("AAABBBCC", sequences: "aaaabbcc")
    let options = WindowOptions(lookback: 6, wholeSequences: true)
    let error = LabelError.changesInSequence(row: 3, from: "A", to: "B")
    #expect(throws: error) { try rows.labeledWindows(options) }
    #expect(throws: error) { try rows.labeledWindows(options, part: 2..<8) }
    #expect(
      error.description == """
        The label changes from "A" to "B" at row 4 of the data, within what is one sequence, and \
        window.wholeSequences makes each sequence one window with one label: name the column that tells \
        the sequences apart (sequence), or let a window hold several labels (label.crossesChanges: true).
        """)
    let several = LabelOptions(rule: .majority, crossesChanges: true)
    #expect(try rows.labeledWindows(options, several).allTargets == [0, 1, 2])
    // A class that is left out cuts a sequence.
    let without = LabelOptions(without: ["B"])
    #expect(
      try rows.labeledWindows(options, without, classes: ["A", "C"]).firstRows == [0, 6])
  }

  @Test("Stretches of the part into which no window fits are counted, with their rows")
  func tooShort() throws {
    let rows = labeledRows("AAAABBCCCCCAAB", sequences: "aaaabbcccccdde")
    let options = WindowOptions(lookback: 3)
    let all = try rows.labeledWindows(options)
    #expect(all.firstRows == [0, 1, 6, 7, 8])
    #expect(all.tooShort == (stretches: 3, rows: 5))
    let part = try rows.labeledWindows(options, part: 2..<12)
    #expect(part.tooShort == (stretches: 3, rows: 5) && part.count == 3)
    #expect(try rows.labeledWindows(options, warmUp: .trueLength).tooShort == (1, 1))
    #expect(all.selecting([0]).tooShort == (stretches: 3, rows: 5))
  }

  @Test("A sequence that is too long is named, with its place in the series")
  func tooLong() throws {
    let rows = labeledRows("AAABBBBBCCCC", sequences: "aaabbbbbcccc")
    let options = WindowOptions(lookback: 3, wholeSequences: true)
    let error = LabelError.sequenceTooLong(rows: 5, lookback: 3, firstRow: 3, count: 2)
    #expect(throws: error) { try rows.labeledWindows(options) }
    #expect(throws: error) { try rows.labeledWindows(options, part: 1..<12) }
    #expect(
      error.description == """
        2 sequences are longer than window.lookback (3); the longest has 5 rows and begins at row 4 of \
        the data: raise window.lookback to 5, or cut windows out of the sequences (window.wholeSequences: false).
        """)
  }
}
