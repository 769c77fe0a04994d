import Testing

@testable import SluiceData

@Suite struct ZoneTests {
  private func local(_ rules: ZoneRules, _ time: CivilTime) -> String {
    let moment = time.microseconds
    return CivilTime(microseconds: moment + rules.offset(at: moment)).description
  }

  @Test("Clock changes of past and future years are known")
  func changes() throws {
    let york = try #require(ZoneFile.rules(named: "America/New_York"))
    #expect(local(york, CivilTime(year: 2007, month: 7, day: 1)) == "2007-06-30 20:00:00")
    #expect(local(york, CivilTime(year: 2007, month: 12, day: 1)) == "2007-11-30 19:00:00")
    #expect(local(york, CivilTime(year: 2150, month: 7, day: 1)) == "2150-06-30 20:00:00")
    let kolkata = try #require(ZoneFile.rules(named: "Asia/Kolkata"))
    #expect(local(kolkata, CivilTime(year: 2020, month: 1, day: 1)) == "2020-01-01 05:30:00")
    let sydney = try #require(ZoneFile.rules(named: "Australia/Sydney"))
    #expect(local(sydney, CivilTime(year: 2120, month: 1, day: 1)) == "2120-01-01 11:00:00")
    #expect(ZoneFile.rules(named: "Mars/Olympus") == nil)
    #expect(ZoneFile.rules(named: "/etc/passwd") == nil)
  }

  @Test("A local time has one moment, two in autumn, none in spring")
  func moments() throws {
    let paris = try #require(ZoneFile.rules(named: "Europe/Paris"))
    func moments(_ month: Int, _ day: Int) -> [String] {
      paris.moments(
        local: CivilTime(year: 2021, month: month, day: day, hour: 2, minute: 30).microseconds
      ).map { CivilTime(microseconds: $0).description }
    }
    #expect(moments(6, 1) == ["2021-06-01 00:30:00"])
    #expect(moments(10, 31) == ["2021-10-31 00:30:00", "2021-10-31 01:30:00"])
    #expect(moments(3, 28) == [])
  }

  @Test("The days of 23 and of 25 hours come out right, row by row")
  func wholeDays() throws {
    let paris = try #require(ZoneFile.rules(named: "Europe/Paris"))
    let start = CivilTime(year: 2020, month: 1, day: 1).microseconds
    let moments = (0..<366 * 48).map { start + Int64($0) * 1_800_000_000 }
    var converted = moments.map { $0 + paris.offset(at: $0) }
    let bad = converted.withUnsafeMutableBufferPointer { paris.convertToUTC($0) }
    #expect(bad == nil)
    #expect(converted == moments)
  }

  @Test("Damaged zone files are refused, never followed")
  func damaged() {
    #expect(ZoneFile.parse([], name: "x") == nil)
    #expect(ZoneFile.parse(Array("TZif".utf8), name: "x") == nil)
    var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
    #expect(ZoneFile.parse(bytes, name: "x") == nil)
    for place in 20..<44 { bytes[place] = 0xFF }
    #expect(ZoneFile.parse(bytes + bytes, name: "x") == nil)
    #expect(ZoneRule("CET-1CEST,M3.5.0") == nil)
    #expect(ZoneRule("nonsense") == nil)
  }
}
