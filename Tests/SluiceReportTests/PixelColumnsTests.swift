import Testing

@testable import SluiceReport

@Suite struct PixelColumnsTests {
  private func plot(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Plot {
    let frame = Rectangle(x: 0, y: 0, width: 100, height: 50)
    return Plot(
      frame: frame,
      x: Scale(kind: .linear, lower: x.lowerBound, upper: x.upperBound, start: 0, end: 100),
      y: Scale(kind: .linear, lower: y.lowerBound, upper: y.upperBound, start: 50, end: 0),
      paint: .series(0), textSize: 12)
  }

  @Test func `a million points become two a column, and the one spike keeps its height`() {
    let count = 1_000_000
    var y = (0..<count).map { Double($0 % 7) }
    y[777_777] = 40
    y[123_456] = -10
    let strokes = PixelColumns.strokes(
      x: (0..<count).map(Double.init), y: y, in: plot(0...Double(count - 1), -10...40))
    #expect(strokes.count == 1)
    let points = strokes.flatMap { $0 }
    #expect(points.count <= 2 * 101)
    #expect(points.map(\.y).min() == 0)
    #expect(points.map(\.y).max() == 50)
    #expect(points.filter { $0.y == 0 }.map(\.x) == [77.5])
  }

  @Test func `few points stay as they are`() {
    let strokes = PixelColumns.strokes(
      x: [0, 10, 10.2, 10.4, 100], y: [0, 5, 1, 4, 10], in: plot(0...100, 0...10))
    #expect(
      strokes == [
        [
          Point(x: 0, y: 50), Point(x: 10, y: 25), Point(x: 10.2, y: 45), Point(x: 10.4, y: 30),
          Point(x: 100, y: 0),
        ]
      ])
  }

  @Test func `a missing value and a wide step break the line`() {
    let strokes = PixelColumns.strokes(
      x: [0, 10, 20, 30, 70, 80], y: [1, 1, .nan, 1, 1, .infinity], in: plot(0...100, 0...10),
      widestGap: 15)
    #expect(strokes.map { $0.map(\.x) } == [[0, 10], [30], [70]])
  }

  @Test func `every other value missing among a million is still bounded`() {
    let count = 1_000_000
    let y = (0..<count).map { $0 % 2 == 0 ? 1.0 : .nan }
    let strokes = PixelColumns.strokes(
      x: (0..<count).map(Double.init), y: y, in: plot(0...Double(count), 0...2))
    #expect(strokes.reduce(0) { $0 + $1.count } <= 2 * 101)
  }

  @Test func `nothing but missing values draws nothing`() {
    #expect(PixelColumns.strokes(x: [0, 1], y: [.nan, .nan], in: plot(0...1, 0...1)).isEmpty)
    #expect(PixelColumns.strokes(x: [], y: [], in: plot(0...1, 0...1)).isEmpty)
  }
}
