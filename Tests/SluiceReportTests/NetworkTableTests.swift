import SluiceNN
import Testing

@testable import SluiceReport

@Suite struct NetworkTableTests {
  @Test func `the layers of a network are listed with their parameters and the sum`() throws {
    let model = Sequential {
      LSTM(5, returnsSequences: true)
      Dropout(0.2)
      LSTM(3)
      Dense(1)
    }
    let table = Table(try model.built(inputSize: 1, seed: 1).summary())
    #expect(table.rows.map { $0[0].text } == ["0 LSTM", "1 Dropout", "2 LSTM", "3 Dense", "all"])
    #expect(table.rows.map { $0[2].text } == ["140", "0", "108", "4", "252"])
    #expect(table.focus == 4)
  }
}
