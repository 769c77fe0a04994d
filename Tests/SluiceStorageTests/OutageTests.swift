#if PostgreSQL
  import SluiceTuning
  import Synchronization
  import Testing

  @testable import SluiceStorage

  @Suite("Outages of a database")
  struct OutageTests {
    private final class Scene: Sendable {
      private let time = Mutex(100.0)
      private let lines = Mutex<[String]>([])

      func outage(_ patience: Double) -> Outage {
        Outage(of: "db", patience: patience, clock: { self.time.withLock { $0 } }) { line in
          self.lines.withLock { $0.append(line) }
        }
      }

      func wait(_ seconds: Double) { time.withLock { $0 += seconds } }
      var said: [String] { lines.withLock { $0 } }

      /// The pauses of a call that never succeeds, each taken.
      func pauses(_ outage: Outage) -> [Double] {
        var pauses: [Double] = []
        while let pause = outage.pause(afterTries: pauses.count + 1, because: "gone") {
          pauses.append(pause)
          wait(pause)
        }
        return pauses
      }
    }

    @Test(
      "The pauses between tries double, and take as long as the patience",
      arguments: [(0, [0]), (1.5, [0, 1, 0.5]), (60, [0, 1, 2, 4, 8, 16, 29])]
        as [(Double, [Double])])
    func pauses(_ patience: Double, _ pauses: [Double]) {
      let scene = Scene()
      #expect(scene.pauses(scene.outage(patience)) == pauses)
    }

    @Test("The time that a try takes counts, and a call after the end waits no more")
    func oncePerOutage() {
      let scene = Scene()
      let outage = scene.outage(60)
      #expect(outage.pause(afterTries: 1, because: "gone") == 0)
      scene.wait(55)
      #expect(outage.pause(afterTries: 5, because: "gone") == 5)
      scene.wait(5.5)
      #expect(scene.pauses(outage) == [])
      #expect(scene.said.count == 1)
      outage.isOver()
      // The next outage has a patience of its own.
      #expect(scene.pauses(outage) == [0, 1, 2, 4, 8, 16, 29])
    }

    @Test("One line is said when waiting begins and one when it was worth it")
    func lines() {
      let scene = Scene()
      let outage = scene.outage(60)
      // A connection that can be made again at once is not worth a line.
      _ = outage.pause(afterTries: 1, because: "gone")
      outage.isOver()
      #expect(scene.said == [])
      for tries in 1...3 { _ = outage.pause(afterTries: tries, because: "gone") }
      _ = outage.pause(afterTries: 2, because: "gone")
      outage.isOver()
      outage.isOver()
      #expect(
        scene.said == [
          "The database db does not answer (gone): trying again for up to 60 s.",
          "The database db answers again.",
        ])
    }
  }
#endif
