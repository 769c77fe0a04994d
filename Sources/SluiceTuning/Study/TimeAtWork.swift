extension [Trial] {
  /// The seconds during which at least one of the finished trials ran, or which lie in a span.
  ///
  /// Trials under way are left to the spans of those who run them: nobody knows whether their
  /// workers live.
  func secondsAtWork(besides span: ClosedRange<Double>) -> Double {
    var spans = compactMap { trial -> ClosedRange<Double>? in
      guard let started = trial.started, let ended = trial.ended, started <= ended else {
        return nil
      }
      return started...ended
    }
    spans.append(span)
    spans.sort { $0.lowerBound < $1.lowerBound }
    var seconds = 0.0
    var end = -Double.infinity
    for span in spans where span.upperBound > end {
      seconds += span.upperBound - Swift.max(span.lowerBound, end)
      end = span.upperBound
    }
    return seconds
  }
}
