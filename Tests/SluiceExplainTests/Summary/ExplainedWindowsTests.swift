import Foundation
import SluiceData
import SluiceModels
import Testing

@testable import SluiceExplain

@Suite("Explained windows")
struct ExplainedWindowsTests {
  @Test("What is not known is null in JSON, and comes back as not known")
  func unknown() throws {
    let task = try ExplainTask(inputs: 2, lookback: 3)
    // A name that is no column has no readings.
    var windows = ExplainedWindows(task.frame.selecting([0]), inputs: ["a", "time"])
    windows.actual = [1.5, .nan]
    let text = String(decoding: try JSONEncoder().encode(windows), as: UTF8.self)
    #expect(text.contains("\"actual\":[1.5,null]"), "\(text)")
    let again = try JSONDecoder().decode(ExplainedWindows.self, from: Data(text.utf8))
    #expect(again.readings[0] == windows.readings[0] && again.readings[1].isNaN)
    #expect(again.readings.count == 6 && again.times == windows.times)
    #expect(again.actual?[0] == 1.5 && again.actual?[1].isNaN == true)
  }
}
