import Foundation

/// A folder of its own with readings of some persons, who rest, walk and run in turn.
final class SmallReadings {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-readings-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String = "readings.csv") -> String {
    folder.appendingPathComponent(name).path
  }

  /// Writes the readings: a minute a row by one clock for all, columns `x`, `z`, `person`, `trial`
  /// and `activity`; each activity of a person is a trial.
  ///
  /// - Parameters:
  ///   - persons: Who, with the number of rows of each activity.
  ///   - missing: The rows without a reading of `z`, counted from 0.
  ///   - alternates: Whether the rows of the persons stand in turns: everybody rests, then all walk.
  func write(
    _ persons: KeyValuePairs<String, Int>, missing: Set<Int> = [], alternates: Bool = false
  ) throws {
    let activities = ["rest", "walk", "run"]
    var text = "time,x,z,person,trial,activity\n"
    var minute = 0
    func add(_ number: Int, _ person: (key: String, value: Int), _ place: Int) {
      for row in 0..<person.value {
        let x = place * (row % 4) * 10 + (row * 7 + number) % 5
        let z = missing.contains(minute) ? "" : "\((row * 3 + place) % 7)"
        let time = "2024-01-01 \(two(minute / 60)):\(two(minute % 60)):00"
        text += "\(time),\(x),\(z),\(person.key),\(person.key)\(place),\(activities[place])\n"
        minute += 1
      }
    }
    if alternates {
      for place in 0..<3 { for (number, one) in persons.enumerated() { add(number, one, place) } }
    } else {
      for (number, one) in persons.enumerated() { for place in 0..<3 { add(number, one, place) } }
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("readings.csv"))
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
