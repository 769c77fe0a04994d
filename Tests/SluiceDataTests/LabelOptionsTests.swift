import Foundation
import Testing

@testable import SluiceData

@Suite struct LabelOptionsTests {
  private func crossing(_ rule: LabelOptions.Rule, background: String? = nil) -> LabelOptions {
    LabelOptions(rule: rule, background: background, crossesChanges: true)
  }

  @Test("Each rule picks its label from a window of several")
  func rules() throws {
    // Windows AAB ABB BBB BBC BCA CAB.
    let rows = labeledRows("AABBBCAB")
    func classes(_ rule: LabelOptions) throws -> [Float] {
      try rows.labeledWindows(WindowOptions(lookback: 3), rule).allTargets
    }
    #expect(try classes(crossing(.last)) == [1, 1, 1, 2, 0, 1])
    // Of three labels with one row each the one that was seen last counts.
    #expect(try classes(crossing(.majority)) == [0, 1, 1, 1, 0, 1])
    #expect(try classes(crossing(.maximum)) == [1, 1, 1, 2, 2, 2])
    #expect(try classes(crossing(.any, background: "A")) == [1, 1, 1, 2, 2, 1])
    // A window that is all background is labeled so.
    #expect(try classes(crossing(.any, background: "B")) == [0, 0, 1, 2, 0, 0])
  }

  @Test("Of two labels with as many rows the majority is the one that was seen last")
  func ties() {
    let majority = crossing(.majority)
    #expect(majority.label(of: [0, 1, 0, 1], background: nil) == 1)
    #expect(majority.label(of: [0, 1, 1, 0], background: nil) == 0)
    #expect(majority.label(of: [2, 2, 0, 0, 1], background: nil) == 0)
    #expect(majority.label(of: [2, 0, 2, 0, 0, 2, 1], background: nil) == 2)
  }

  @Test("A rule is read with its defaults, and written as it is read")
  func coding() throws {
    func read(_ text: String) throws -> LabelOptions {
      try JSONDecoder().decode(LabelOptions.self, from: Data(text.utf8))
    }
    #expect(try read("{}") == LabelOptions())
    let all = LabelOptions(
      rule: .any, background: "0", crossesChanges: true, without: ["x", "y"])
    #expect(
      try read(
        #"{"rule": "any", "background": "0", "crossesChanges": true, "without": ["x", "y"]}"#)
        == all)
    for rule in [all, LabelOptions(everyStep: true)] {
      let text = String(decoding: try JSONEncoder().encode(rule), as: UTF8.self)
      #expect(try read(text) == rule)
    }
    for bad in [#"{"rule": "any"}"#, #"{"rule": "maximum", "everyStep": true}"#] {
      #expect(throws: DecodingError.self) { try read(bad) }
    }
  }
}
