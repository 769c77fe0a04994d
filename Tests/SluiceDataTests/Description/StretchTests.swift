import SluiceData
import Testing

@Suite struct StretchTests {
  private func stretch(_ values: [Float], minutes: [Int64]? = nil) -> Stretch? {
    let column = Column("x", values)
    return Series(columns: [column], timestamps: minutes?.map { $0 * 60_000_000 })
      .longestStretch(of: column)
  }

  @Test(
    "The longest stretch has no missing and no infinite reading; of equal ones it is the latest")
  func missing() {
    #expect(stretch([1, 2, .nan, 4, 5, 6, .infinity, 8])?.rows == 3..<6)
    #expect(stretch([1, 2, .nan, 4, 5])?.rows == 3..<5)
    #expect(stretch([1, 2, 3])?.rows == 0..<3)
    #expect(stretch([.nan, .nan]) == nil)
    #expect(stretch([]) == nil)
  }

  @Test("A gap, a step back and a repeated time stamp end a stretch")
  func clock() {
    let values = [Float](repeating: 1, count: 9)
    #expect(stretch(values, minutes: [0, 1, 2, 3, 4, 90, 91, 92, 93])?.rows == 0..<5)
    #expect(stretch(values, minutes: [0, 1, 2, 3, 2, 3, 4, 5, 6])?.rows == 4..<9)
    #expect(stretch(values, minutes: [0, 1, 2, 2, 3, 4, 5, 6, 7])?.rows == 3..<9)
    #expect(stretch(values, minutes: [0, 1, 2, 2, 3, 4, 5, 6, 7])?.crossesGaps == false)
  }

  @Test("A clock of working days does not cut readings into weeks")
  func habit() {
    let weeks = (0..<100).map { Int64($0) * 10_080 }
    let days = weeks.flatMap { week in [0, 1440, 2880, 4320, 5760].map { week + $0 } }
    let found = stretch([Float](repeating: 1, count: 500), minutes: days)
    #expect(found?.rows == 0..<500)
    #expect(found?.crossesGaps == true)
    let once = (0..<500).map { Int64($0) * 1440 }
    #expect(stretch([Float](repeating: 1, count: 500), minutes: once)?.crossesGaps == false)
  }
}
