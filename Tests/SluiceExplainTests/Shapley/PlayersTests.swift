import Testing

@testable import SluiceExplain

@Suite("Players")
struct PlayersTests {
  @Test("Cells, inputs and events are numbered in the order of their first cells")
  func groupings() throws {
    let cells = try PlayerGrouping.cells.players(steps: 3, inputs: 2)
    #expect(cells.ofCell == [0, 1, 2, 3, 4, 5])
    let inputs = try PlayerGrouping.inputs.players(steps: 3, inputs: 2)
    #expect(inputs.ofCell == [0, 1, 0, 1, 0, 1])
    #expect(inputs.count == 2)
    #expect(inputs.cells == [3, 3])
    let events = try PlayerGrouping.events.players(steps: 3, inputs: 2)
    #expect(events.ofCell == [0, 0, 1, 1, 2, 2])
    #expect(events.cells == [2, 2, 2])
  }

  @Test("Blocks are counted from the newest step; the oldest is the short one")
  func blocks() throws {
    let blocks = try PlayerGrouping.blocks(steps: 2).players(steps: 5, inputs: 2)
    #expect(blocks.ofCell == [0, 1, 2, 3, 2, 3, 4, 5, 4, 5])
    #expect(blocks.cells == [1, 1, 2, 2, 2, 2])
  }

  @Test("Joined steps are the first player, and others keep their later cells")
  func joining() throws {
    let inputs = try PlayerGrouping.inputs.players(steps: 4, inputs: 2)
    #expect(inputs.joining(oldest: 3).ofCell == [0, 0, 0, 0, 0, 0, 1, 2])
    #expect(inputs.joining(oldest: 0) == inputs)
    #expect(inputs.joining(oldest: 4).count == 1)
    let blocks = try PlayerGrouping.blocks(steps: 2).players(steps: 4, inputs: 1)
    #expect(blocks.joining(oldest: 1).ofCell == [0, 1, 2, 2])
  }

  @Test("Blocks without steps are refused")
  func empty() {
    #expect(
      throws: ExplainError.setting(
        name: "blocks", expected: "at least 1 step long", found: "0")
    ) {
      try PlayerGrouping.blocks(steps: 0).players(steps: 4, inputs: 1)
    }
  }
}
