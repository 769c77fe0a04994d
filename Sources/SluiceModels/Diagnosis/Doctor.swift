/// Finds out why a model is as bad as it is.
///
/// Each check looks at one thing and speaks only when the evidence is clear: a sound run has no findings.
public enum Doctor {
  /// The checks, in the order in which findings of equal weight are told.
  static let checks: [@Sendable (Facts) -> [Finding]] = [
    checkConstantTarget, checkSharedRows, checkLeakingColumns, checkLeakingLabels,
    checkChangedUnits, checkPlaceholders, checkOrder, checkScales, checkClock,
    checkShift, checkLearningRate, checkEcho, checkTrend, checkDrift, checkRange, checkSeason,
    checkDeadUnits, checkClasses, checkOutliers, checkFilled, checkGaps, checkSize,
    checkOverfitting, checkDuration, checkUnderfitting, checkMemory, checkErrors,
    checkValidation, checkSpread, checkSkill, checkConstantInputs,
  ]
}
