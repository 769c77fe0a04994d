import Foundation
import SluiceData
import TestSupport
import Testing

@Suite struct RealDataTests {
  @Test("The household file: 2,075,259 rows, 25,979 missing, and the slice of the notebook")
  func household() throws {
    guard let file = RealData.file("household_power_consumption.txt") else { return }
    let reading = try SeriesReader().read(path: file.path)
    let series = reading.series
    #expect(series.count == 2_075_259)
    #expect(series.columns.map(\.missingCount) == [Int](repeating: 25_979, count: 7))
    #expect(reading.options.time?.columns == ["Date", "Time"])
    let clock = SeriesDescription(series).clock
    #expect(clock?.from == "2006-12-16 17:24:00")
    #expect(clock?.to == "2010-11-26 21:02:00")
    #expect(clock?.gaps == 0)

    let (cleaned, report) = try Cleaning().applied(to: series)
    #expect(cleaned.count == 2_049_280)
    #expect(report.rowsDropped == 25_979)
    let start = CivilTime(year: 2007, month: 11, day: 22, hour: 2, minute: 8).microseconds
    let slice = try cleaned.rows(from: start, limit: 20_492)
    #expect(slice.timestamps?.first == start)

    // The streaming test of the notebook: persistence has an MSE of 0.3655 kW^2 on 4,092 forecasts.
    let split = try Split(slice, trainFraction: 0.8)
    let name = "Global_active_power"
    let options = WindowOptions(lookback: 30, horizon: 5, crossesGaps: true)
    let windows = try Windows(
      split.test, inputs: [name], target: name, options: options, warmUp: .zeroPadded)
    #expect(windows.count == 4092)
    let power = try slice.column(name)
    let targets = windows.allTargets
    var squares = 0.0
    for (window, target) in targets.enumerated() {
      let error = Double(target) - Double(power[windows.inputRows(window).upperBound - 1])
      squares += error * error
    }
    #expect(abs(squares / 4092 - 0.3655) < 5e-5)

    let train = try Windows(split.train, inputs: [name], target: name, options: options)
    #expect(train.count == 16_359)
  }

  @Test("Air quality: semicolons, decimal commas, -200 for missing, empty rows at the end")
  func airQuality() throws {
    guard let file = RealData.file("AirQualityUCI.csv", in: "small.tar.xz") else { return }
    let reading = try SeriesReader(ReaderOptions(missing: ["-200"])).read(path: file.path)
    let series = reading.series
    #expect(series.count == 9357)
    #expect(series.columns.count == 13)
    #expect(reading.options.decimal == ",")
    #expect(reading.options.time?.format == "dd/MM/yyyy HH.mm.ss")
    #expect(try series.column("CO(GT)")[0] == 2.6)
    #expect(try series.column("NMHC(GT)").missingCount == 8443)
    #expect(series.interval == 3_600_000_000)
  }

  @Test("Half-hourly demand of Victoria: UTC stamps with T and Z, true and false as numbers")
  func victoria() throws {
    guard let file = RealData.file("vic_electricity.csv", in: "small.tar.xz") else { return }
    let reading = try SeriesReader().read(path: file.path)
    #expect(reading.series.count == 52_608)
    #expect(reading.leftOut == ["Date"])
    #expect(reading.series.interval == 1_800_000_000)
    #expect(
      reading.series.timestamps?.first
        == CivilTime(year: 2011, month: 12, day: 31, hour: 13).microseconds)
    #expect(try reading.series.column("Holiday")[0] == 1)
  }
}
