import SluiceTensor

extension ReaderOptions {
  /// What readings lie in.
  ///
  /// The layouts of known data sets have names, categories and a clock of their own; of the other options
  /// ``ReaderOptions/columns`` and ``ReaderOptions/missing`` count.
  public enum Layout: String, Codable, Hashable, Sendable, CaseIterable {
    /// One file of delimited text.
    case table
    /// MHEALTH, ten subjects with three body-worn sensors at 50 Hz: a folder of files
    /// `mHealth_subjectN.log`, or one of them.
    ///
    /// The columns are `chest_acc_x`, `chest_acc_y`, `chest_acc_z`, `chest_ecg_1`, `chest_ecg_2`, then for
    /// `ankle` and for `arm` acceleration `acc`, rate of turn `gyro` and magnetic field `mag` by `x`, `y`
    /// and `z`; and the categories `subject`, from the file's name, and `label`, `0` to `12`, where `0` is
    /// none of the activities. The rows have no time stamps.
    ///
    /// - Source: Banos et al. 2014, <https://doi.org/10.24432/C5TW22>.
    case mhealth
    /// Human activity recognition with a smartphone, 30 subjects at 50 Hz: the folder `UCI HAR Dataset`.
    ///
    /// The columns are `body_acc_x` to `body_acc_z`, `body_gyro_x` to `body_gyro_z` and `total_acc_x` to
    /// `total_acc_z`; and the categories `subject`, `label` (the activity's name), `sequence`, which numbers
    /// the windows of 128 readings, and `part`, `train` or `test`. Windows that follow each other share half
    /// of their readings, so that a reading stands in two rows. The rows have no time stamps.
    ///
    /// - Source: Anguita et al. 2013, <https://doi.org/10.24432/C54S4K>.
    case uciHAR
  }

  /// Returns which columns of a layout are to be read.
  ///
  /// - Throws: ``ReadError`` for one that the layout does not have, or that is named twice.
  func columns(of names: [String], alsoIfThere more: [String], path: String) throws -> [String] {
    guard let columns else { return names }
    for (index, name) in columns.enumerated() {
      guard names.contains(name) else {
        throw ReadError(
          .missingColumn(nearest: Spelling.nearest(to: name, in: names), available: names),
          file: path, column: name)
      }
      if columns[..<index].contains(name) {
        throw ReadError(.duplicateColumn, file: path, column: name)
      }
    }
    return columns + names.filter { more.contains($0) && !columns.contains($0) }
  }
}
