import SluiceTensor

extension RandomStream {
  /// Draws different numbers from 0 to `count` - 1: the first steps of a shuffle by Fisher and Yates.
  ///
  /// - Parameter size: How many; with `count` of them they are a random order.
  mutating func choice(_ size: Int, of count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for place in 0..<size {
      numbers.swapAt(place, place + below(count - place))
    }
    return Array(numbers[0..<size])
  }
}
