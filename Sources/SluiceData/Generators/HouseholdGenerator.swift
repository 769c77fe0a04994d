import SluiceTensor

/// Readings of a made-up household's electricity, one a minute from 2007-01-01 00:00 UTC, with the columns
/// of the UCI household data.
///
/// Active power in kW is the sum of
///
/// - a base of 0.2 that follows a slow process `d(t) = 0.995 d(t-1) + 0.004 e` and waves of the day:
///   `0.25 max(0, sin(2 pi (h - 15) / 24))` towards the evening, 1.4 times that on Saturday and Sunday;
/// - a refrigerator: 0.1 kW, 15 minutes on and 30 off;
/// - a heater (`Sub_metering_3`): while it is wanted, 1.1 kW for 6 minutes in every 10, with more chance
///   to be wanted in the morning and the evening and in winter;
/// - kitchen and laundry (`Sub_metering_1`, `Sub_metering_2`): 1.3 kW and 0.9 kW, switched on with a
///   chance that follows the hour, switched off with a chance of 1/25 and 1/50 a minute;
/// - noise of deviation 0.02.
///
/// Voltage is `240 + 2 sin(2 pi (h - 4) / 24) - 0.6 power + 0.4 e`, intensity the current that follows,
/// reactive power `0.08 + 0.05 power + 0.02 e`. Values are rounded to the digits of the real data. Now and
/// then (chance 1/6000 a minute) the meter fails for about 8 minutes: all columns are missing.
public struct HouseholdGenerator: Hashable, Sendable {
  /// The number of rows.
  public var rows: Int
  /// What chance depends on.
  public var seed: UInt64

  /// Creates a generator.
  public init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
  }

  /// Returns the series: power, voltage, intensity and three sub-meters.
  public func series() -> Series {
    var home = Household(streams: RandomStreams(seed: seed))
    let start = CivilTime(year: 2007, month: 1, day: 1).microseconds
    var readings = [[Float]](repeating: [], count: Household.columns.count)
    for row in 0..<rows {
      for (index, value) in home.next(minute: row).enumerated() { readings[index].append(value) }
    }
    return Series(
      columns: zip(Household.columns, readings).map { Column($0, $1) },
      timestamps: (0..<rows).map { start + Int64($0) * 60_000_000 })
  }
}

/// The state of the made-up household.
private struct Household {
  static let columns = [
    "Global_active_power", "Global_reactive_power", "Voltage", "Global_intensity",
    "Sub_metering_1", "Sub_metering_2", "Sub_metering_3",
  ]
  private var switches: RandomStream
  private var noise: RandomStream
  private var failures: RandomStream
  private var drift = 0.0
  private var kitchenIsOn = false
  private var laundryIsOn = false
  private var heaterIsWanted = false
  private var meterFails = false

  init(streams: RandomStreams) {
    switches = streams.stream("household/switches")
    noise = streams.stream("household/noise")
    failures = streams.stream("household/failures")
  }

  /// Returns the readings of the next minute, in the order of the columns.
  mutating func next(minute: Int) -> [Float] {
    let hour = Double(minute % 1440) / 60
    let day = minute / 1440
    let isWeekend = day % 7 >= 5  // 2007-01-01 was a Monday.
    let winter = 0.5 + 0.5 * Wave.cosine(turns: Double(day) / 365.25)
    let evening = max(0, Wave.sine(turns: (hour - 15) / 24))
    let morning = max(0, Wave.sine(turns: (hour - 3) / 12)) * (hour < 12 ? 1 : 0)

    drift = 0.995 * drift + 0.004 * noise.noise()
    let weekend = isWeekend ? 1.4 : 1
    let laundryChance = isWeekend ? 0.004 * (morning + evening) : 0.0008
    let heaterChance = (0.003 + 0.02 * (morning + evening)) * winter
    Household.toggle(&kitchenIsOn, on: 0.001 + 0.008 * evening * weekend, off: 1.0 / 25, &switches)
    Household.toggle(&laundryIsOn, on: laundryChance, off: 1.0 / 50, &switches)
    Household.toggle(&heaterIsWanted, on: heaterChance, off: 1.0 / 90, &switches)
    Household.toggle(&meterFails, on: 1.0 / 6000, off: 1.0 / 8, &failures)

    let kitchen = kitchenIsOn ? 1.3 : 0
    let laundry = laundryIsOn ? 0.9 : 0
    let heater = heaterIsWanted && minute % 10 < 6 ? 1.1 : 0
    let refrigerator = minute % 45 < 15 ? 0.1 : 0
    let base = 0.2 + drift + 0.25 * evening * weekend
    let sum = base + kitchen + laundry + heater + refrigerator + 0.02 * noise.noise()
    let power = rounded(max(0.05, sum), 1000)
    let tide = 2 * Wave.sine(turns: (hour - 4) / 24)
    let voltage = rounded(240 + tide - 0.6 * power + 0.4 * noise.noise(), 100)
    let reactive = rounded(max(0, 0.08 + 0.05 * power + 0.02 * noise.noise()), 1000)
    if meterFails { return [Float](repeating: .nan, count: Household.columns.count) }
    // A sub-meter counts watt-hours of the minute: kW * 1000 / 60.
    return [
      power, reactive, voltage, rounded(power * 1000 / voltage, 5),
      (kitchen * 1000 / 60).rounded(), (laundry * 1000 / 60).rounded(),
      (heater * 1000 / 60).rounded(),
    ].map { Float($0) }
  }

  /// Switches a state with the chance that it has a minute.
  private static func toggle(
    _ state: inout Bool, on: Double, off: Double, _ random: inout RandomStream
  ) {
    if random.uniformDouble() < (state ? off : on) { state.toggle() }
  }

  private func rounded(_ value: Double, _ steps: Double) -> Double {
    (value * steps).rounded() / steps
  }
}
