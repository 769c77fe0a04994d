import Testing

@testable import SluiceTensor

@Suite struct RandomStreamTests {
  @Test("streams of one seed differ by name and repeat by name")
  func namedStreams() {
    let streams = RandomStreams(seed: 7)
    var a = streams.stream("init")
    var b = streams.stream("init")
    var c = streams.stream("dropout")
    let drawn = a.next()
    #expect(drawn == b.next())
    #expect(drawn != c.next())
  }
}
