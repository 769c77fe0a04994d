import Testing

@testable import SluiceModels

/// Numbers in the sentences of findings.
@Suite struct WordingTests {
  @Test(arguments: [
    (1440, "1 day"), (1462, "about 1 day"), (1420, "about 1 day"), (720, "12 hours"),
    (719, "about 12 hours"), (10_080, "1 week"), (10_000, "about 1 week"),
    (43_140, "about 30 days"),
    (525_960, "1 year"), (100, "about 1.7 hours"), (2160, "1.5 days"),
  ])
  func `lengths of time are said as people say them`(minutes: Int, words: String) {
    #expect(Wording.length(Int64(minutes) * 60_000_000) == words)
  }
}
