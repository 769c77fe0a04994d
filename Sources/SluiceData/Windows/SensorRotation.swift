import SluiceTensor

/// Turns the sensors of training windows at random, as if they had been put on askew.
///
/// A network that sees only a few wearers learns how each of them wears a sensor. All readings of a sensor
/// in one window are turned alike, in their own units, about an axis that points anywhere with the same
/// chance; the angle is drawn from a normal distribution around 0. Each sensor has a turn of its own.
///
/// - Source: Um et al. 2017, <https://arxiv.org/abs/1706.00527>, which turns by any angle.
public struct SensorRotation: Codable, Hashable, Sendable {
  /// The standard deviation of the angle in degrees, above 0 and at most 180.
  public var degrees: Double

  /// The channels of each sensor: columns in groups of three, the readings along its x, y and z.
  ///
  /// What one sensor measures turns together, such as its acceleration and its rate of turn.
  public var sensors: [[String]]

  /// Creates a rule.
  ///
  /// - Precondition: The angle is above 0 and at most 180; each sensor has groups of three columns, and no
  ///   column stands twice.
  public init(degrees: Double, sensors: [[String]]) {
    precondition(degrees > 0 && degrees <= 180, "SensorRotation: \(degrees) degrees")
    let mistake = SensorRotation.mistake(in: sensors)
    precondition(mistake == nil, "SensorRotation: the sensors \(mistake ?? "")")
    self.degrees = degrees
    self.sensors = sensors
  }

  /// Decodes a rule: `{degrees: 30, sensors: [[ax, ay, az, gx, gy, gz]]}`.
  ///
  /// - Throws: `DecodingError` for an angle out of range, or sensors that are not groups of three columns.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    degrees = try container.setting(.degrees, default: nil, mustBe: "above 0 and at most 180") {
      $0 > 0 && $0 <= 180
    }
    sensors = try container.decode([[String]].self, forKey: .sensors)
    if let mistake = SensorRotation.mistake(in: sensors) {
      throw DecodingError.dataCorruptedError(
        forKey: .sensors, in: container, debugDescription: mistake)
    }
  }

  /// What is wrong with sensors; nil if nothing is.
  private static func mistake(in sensors: [[String]]) -> String? {
    if sensors.isEmpty { return "must name the columns of at least one sensor" }
    if let odd = sensors.first(where: { $0.isEmpty || $0.count % 3 != 0 }) {
      return "must list the columns of a sensor in groups of three (x, y, z), found \(odd.count): "
        + "[\(odd.joined(separator: ", "))]"
    }
    var seen: Set<String> = []
    if let twice = sensors.joined().first(where: { !seen.insert($0).inserted }) {
      return "must name a column once, found '\(twice)' twice"
    }
    return nil
  }

  /// Returns the first column that is none of some channels; nil when all are.
  package func strayColumn(among channels: [String]) -> String? {
    sensors.joined().first { !channels.contains($0) }
  }

  /// Returns the rule for channels in their order.
  ///
  /// - Parameters:
  ///   - channels: The columns of the windows, `F`.
  ///   - scale: How a column was scaled; nil for one that was not.
  /// - Throws: ``SeriesError/missingColumn(name:nearest:available:)``; ``ScalerError/bentSensor(column:)``.
  package func bound(
    to channels: [String], scale: (String) -> ColumnScale?
  ) throws -> BoundRotation {
    if let stray = strayColumn(among: channels) {
      throw SeriesError.missingColumn(
        name: stray, nearest: Spelling.nearest(to: stray, in: channels), available: channels)
    }
    if let bent = sensors.joined().first(where: { scale($0)?.curve != nil }) {
      throw ScalerError.bentSensor(column: bent)
    }
    let places = sensors.map { sensor in
      sensor.compactMap { column in
        channels.firstIndex(of: column).map {
          let scale = scale(column)
          return BoundRotation.Channel(
            place: $0, offset: scale?.offset ?? 0, scale: scale?.scale ?? 1)
        }
      }
    }
    return BoundRotation(degrees: degrees, sensors: places, channels: channels.count)
  }
}
