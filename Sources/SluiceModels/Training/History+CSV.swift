extension History {
  /// The history as comma-separated text: a header, then one line an epoch.
  ///
  /// Numbers are written so that reading them back gives the same bits. A missing validation loss is
  /// an empty cell.
  public var csv: String {
    var text = "epoch,loss,validationLoss,learningRate,seconds\n"
    for epoch in epochs {
      let validationLoss = epoch.validationLoss.map { "\($0)" } ?? ""
      text += "\(epoch.epoch),\(epoch.loss),\(validationLoss),\(epoch.learningRate),"
      text += "\(epoch.seconds)\n"
    }
    return text
  }

  /// Reads a history that ``csv`` wrote; nil when the text is anything else.
  public init?(csv: String) {
    var lines = csv.split(separator: "\n", omittingEmptySubsequences: true)
    guard lines.first == "epoch,loss,validationLoss,learningRate,seconds" else { return nil }
    lines.removeFirst()
    var epochs: [Epoch] = []
    for line in lines {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      guard cells.count == 5, let epoch = Int(cells[0]), let loss = Double(cells[1]),
        let rate = Float(cells[3]), let seconds = Double(cells[4])
      else { return nil }
      let validationLoss = Double(cells[2])
      if validationLoss == nil, !cells[2].isEmpty { return nil }
      epochs.append(
        Epoch(
          epoch: epoch, loss: loss, validationLoss: validationLoss, learningRate: rate,
          seconds: seconds))
    }
    self.init(epochs: epochs)
  }
}
