extension Network {
  /// Whether some values are dropped at random while it learns, so that it is worse then than afterwards.
  package var hasDropout: Bool {
    stages.contains { stage in
      if let dropout = stage as? DropoutModule { return dropout.rate > 0 }
      return (stage as? RecurrentStackModule)?.hasDropout ?? false
    }
  }
}
