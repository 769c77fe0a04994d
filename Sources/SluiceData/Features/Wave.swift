/// The sine in whole turns, with the same bits on every machine.
///
/// The functions of the C library differ in their last bit from one system to the next; this one is made
/// of additions and multiplications alone. Its error is a few units of the last place.
enum Wave {
  /// Returns the sine of an angle in turns: 0.25 gives 1.
  static func sine(turns: Double) -> Double {
    var turn = turns - turns.rounded()
    if turn > 0.25 { turn = 0.5 - turn } else if turn < -0.25 { turn = -0.5 - turn }
    let angle = turn * (2 * Double.pi)
    let square = angle * angle
    // The Taylor series to the 21st power: what follows is below 2e-18 for angles up to pi / 2.
    var sum = 1 - square * (1.0 / 420)
    sum = 1 - square * sum * (1.0 / 342)
    sum = 1 - square * sum * (1.0 / 272)
    sum = 1 - square * sum * (1.0 / 210)
    sum = 1 - square * sum * (1.0 / 156)
    sum = 1 - square * sum * (1.0 / 110)
    sum = 1 - square * sum * (1.0 / 72)
    sum = 1 - square * sum * (1.0 / 42)
    sum = 1 - square * sum * (1.0 / 20)
    sum = 1 - square * sum * (1.0 / 6)
    return angle * sum
  }

  /// Returns the cosine of an angle in turns.
  static func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }
}
