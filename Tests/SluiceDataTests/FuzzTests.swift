import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct FuzzTests {
  private let seeds = [
    "Date;Time;x;y\n16/12/2006;17:24:00;4,5;?\n17/12/2006;17:25:00;1;2\n",
    "time,x\n2020-01-01T00:00:00Z,1.5\n2020-01-01T00:01:00Z,-2e3\n\n",
    "\u{FEFF}a\tb\r\n\"1\"\t2\r\n\"x\"\"y\"\t\r\n",
    "timestamp,v\n1600000000,1\n1600000060,nan\n",
    "a|b|c|\n1|2|3|\n|||\n",
  ]

  /// Whatever bytes come, the reader returns a series or throws an error that can be shown.
  @Test("Mutated files are read or refused, never more")
  func mutations() throws {
    var random = RandomStreams(seed: 99).stream("fuzz")
    let alphabet = Array("\n\r\t,;|\"?-+.0123456789eE:/ TZx\u{0}é\\N".utf8)
    let path = try file("")
    defer { unlink(path) }
    var read = 0
    var refused = 0
    for round in 0..<3000 {
      var bytes = Array(seeds[round % seeds.count].utf8)
      for _ in 0...random.next() % 6 {
        guard !bytes.isEmpty else { break }
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 5 {
        case 0: bytes[place] = alphabet[Int(random.next() % UInt64(alphabet.count))]
        case 1: bytes.insert(alphabet[Int(random.next() % UInt64(alphabet.count))], at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        default: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        let reading = try SeriesReader().read(path: path)
        #expect(reading.series.count > 0)
        #expect(reading.series.columns.allSatisfy { $0.count == reading.series.count })
        read += 1
      } catch let error as ReadError {
        #expect(error.description.hasPrefix(path))
        refused += 1
      }
    }
    // Both kinds must come up, or the mutations test nothing.
    #expect(read > 200)
    #expect(refused > 1000)
  }
}
