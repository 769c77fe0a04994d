import SluiceModels
import Testing

@Suite struct HistoryTests {
  let history = History(epochs: [
    .init(epoch: 1, loss: 1.0 / 3, validationLoss: nil, learningRate: 0.01, seconds: 0.25),
    .init(epoch: 2, loss: 0.1 + 0.2, validationLoss: 2e-9, learningRate: 1e-5, seconds: 1.5),
  ])

  @Test("history.csv has a header, a line an epoch and empty cells for what is missing")
  func text() {
    #expect(
      history.csv == """
        epoch,loss,validationLoss,learningRate,seconds
        1,0.3333333333333333,,0.01,0.25
        2,0.30000000000000004,2e-09,1e-05,1.5

        """)
  }

  @Test("reading history.csv gives back the same bits")
  func roundTrip() {
    #expect(History(csv: history.csv) == history)
  }

  @Test(
    "text that is no history is refused",
    arguments: [
      "", "epoch,loss\n1,2\n", "epoch,loss,validationLoss,learningRate,seconds\n1,2,x,3,4\n",
      "epoch,loss,validationLoss,learningRate,seconds\n1,2,3,4\n",
    ])
  func refused(text: String) {
    #expect(History(csv: text) == nil)
  }
}
