import Testing

@testable import SluiceReport

@Suite struct TableTextTests {
  private let table = Table(
    [.init("model", .leading), .init("MSE"), .init("note", .leading)],
    rows: [["network", .init("0.3371", isBest: true), "é"], ["ridge", "12.5", ""]], focus: 0)

  @Test func `columns line up and the best is starred`() {
    #expect(
      table.text() == """
        model       MSE   note
        network  0.3371*  é
        ridge      12.5
        """)
  }

  @Test func `colours come only when asked for`() {
    #expect(!table.text().contains("\u{1B}"))
    let text = table.text(TerminalStyle(usesColours: true))
    #expect(text.contains("\u{1B}[1m0.3371\u{1B}[0m*"))
    #expect(text.contains("\u{1B}[2mmodel  \u{1B}[0m"))
  }

  @Test func `the best of a column is found, unless all are equal`() {
    let cells = Table.cells([3, nil, 1, .nan], best: { $0.min() }, text: { "\($0)" })
    #expect(cells.map(\.text) == ["3.0", "–", "1.0", "nan"])
    #expect(cells.map(\.isBest) == [false, false, true, false])
    let equal = Table.cells([2, 2], best: { $0.min() }, text: { "\($0)" })
    #expect(equal.map(\.isBest) == [false, false])
  }
}

@Suite struct SparklineTests {
  @Test func `values rise from the lowest block to the highest`() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([5, 5, 5]) == "▄▄▄")
    #expect(Sparkline.text([0, .nan, 1]) == "▁ █")
    #expect(Sparkline.text([]) == "")
    #expect(Sparkline.text([.nan]) == " ")
  }

  @Test func `more values than characters share them`() {
    #expect(Sparkline.text([0, 0, 0, 10, 10, 10, 5, 5, 5], width: 3) == "▁█▅")
  }
}

@Suite struct ProgressBarTests {
  private func bar(_ total: Int = 100, width: Int = 60, isTerminal: Bool = true) -> ProgressBar {
    ProgressBar("training", total: total, width: width, isTerminal: isTerminal, start: 50)
  }

  @Test func `a terminal line is drawn over, with the time left at this pace`() {
    var bar = bar()
    let text = bar.update(25, detail: "loss 0.3", at: 60)
    #expect(text == "\r" + "training ▕████▎            ▏  25% 0:10, 0:30 left  loss 0.3\u{1B}[K")
    #expect(bar.finish() == "\n")
    #expect(bar.update(26, at: 99) == nil)
  }

  @Test func `it is drawn at most fifteen times a second, and always at the end`() {
    var bar = bar()
    #expect(bar.update(1, at: 51) != nil)
    #expect(bar.update(2, at: 51.05) == nil)
    #expect(bar.update(3, at: 51.07) != nil)
    #expect(bar.update(100, at: 51.08) != nil)
  }

  @Test func `lines are never wider than the window`() {
    for width in 0...90 {
      var bar = bar(width: width)
      for done in [0, 1, 50, 99, 100] {
        let text = bar.update(done, detail: "loss 0.31", at: 60 + Double(done)) ?? ""
        let visible = text.filter { $0 != "\r" }.count - (text.isEmpty ? 0 : 3)
        #expect(visible < max(width, 1) || width == 0 && visible == 0, "\(width): \(text)")
      }
    }
  }

  @Test func `a log gets one plain line every tenth`() {
    var bar = bar(37, isTerminal: false)
    let lines = (0...37).compactMap { bar.update($0, at: 50 + Double($0)) }
    #expect(lines.count == 10)
    #expect(lines.first == "training: 10% 0:04, 0:33 left\n")
    #expect(lines.last == "training: 100% 0:37\n")
    #expect(bar.finish() == nil)
  }

  @Test func `eighths of a character fill the bar`() {
    #expect(ProgressBar.bar(0, width: 3) == "▕   ▏")
    #expect(ProgressBar.bar(0.5, width: 3) == "▕█▌ ▏")
    #expect(ProgressBar.bar(1, width: 3) == "▕███▏")
  }

  @Test func `work of no pieces is done at once`() {
    var bar = bar(0, isTerminal: false)
    #expect(bar.update(0, at: 50) == "training: 100% 0:00\n")
  }
}
