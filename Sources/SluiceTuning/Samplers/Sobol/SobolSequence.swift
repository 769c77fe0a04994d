import SluiceTensor

/// The scrambled points of Sobol's sequence, by their index.
///
/// Any block of 2^k points that begins at a multiple of 2^k has one point in each of 2^k equal parts of every
/// coordinate. Scrambling (a random triangular matrix on the binary digits, then a random shift of
/// them) keeps that and makes each point uniform.
///
/// - Source: Sobol 1967, <https://doi.org/10.1016/0041-5553(67)90144-9>; Matousek 1998, "On the
///   L2-discrepancy for anchored boxes", <https://doi.org/10.1006/jcom.1998.0489>.
struct SobolSequence {
  /// The number of coordinates that the table of direction numbers provides for.
  static var dimensions: Int { table.count + 1 }

  /// Seeds the scrambling; nil for the bare sequence.
  var seed: UInt64?

  /// One coordinate of a point.
  ///
  /// - Parameters:
  ///   - dimension: Below ``dimensions``.
  ///   - index: At least 0; above 2^32 the points repeat.
  /// - Returns: A number of [0, 1) on a grid of 2^-32, without scrambling; with it the middle of a
  ///   cell of that grid.
  func coordinate(_ dimension: Int, of index: Int) -> Double {
    let digits = Self.digits(dimension, of: UInt32(truncatingIfNeeded: index))
    guard let seed else { return Double(digits) * 0x1p-32 }
    var stream = RandomStreams(seed: seed).stream("sobol/\(dimension)")
    // A digit depends on itself and those before it: row i of the matrix has bits above i, and i.
    var scrambled: UInt32 = 0
    for place in 0..<32 {
      let bit = UInt32(1) << UInt32(31 - place)
      let row = (UInt32(truncatingIfNeeded: stream.next()) & ~((bit &<< 1) &- 1)) | bit
      if (row & digits).nonzeroBitCount & 1 == 1 { scrambled |= bit }
    }
    scrambled ^= UInt32(truncatingIfNeeded: stream.next())
    return (Double(scrambled) + 0.5) * 0x1p-32
  }

  /// The bare coordinate, its first binary digit leading.
  private static func digits(_ dimension: Int, of index: UInt32) -> UInt32 {
    if dimension == 0 { return (0..<32).reduce(0) { $0 | (index >> $1 & 1) << (31 - $1) } }
    let polynomial = table[dimension - 1][0]
    let initial = table[dimension - 1].dropFirst()
    let degree = initial.count
    var directions = initial.enumerated().map { $0.element << UInt32(31 - $0.offset) }
    var digits: UInt32 = 0
    for place in 0..<(32 - index.leadingZeroBitCount) {
      if place >= degree {
        let oldest = directions[place - degree]
        var next = oldest ^ (oldest >> UInt32(degree))
        for step in 1..<max(degree, 1) where polynomial >> UInt32(degree - step) & 1 == 1 {
          next ^= directions[place - step]
        }
        directions.append(next)
      }
      if index >> UInt32(place) & 1 == 1 { digits ^= directions[place] }
    }
    return digits
  }
}
