import SluiceTensor

/// What can be wrong with labels.
public enum LabelError: Error, Hashable, CustomStringConvertible {
  /// The label column holds readings.
  case notCategories(column: String)
  /// Rows have labels that the training part does not have.
  case unknown(column: String, found: [String], rows: Int, classes: [String])
  /// Classes have rows, but no window of the training part.
  case withoutWindow(classes: [String], rows: [Int], lookback: Int)
  /// All windows of classes are among the last ones of the training part, which are held out.
  case heldOut(classes: [String])
  /// Not one window fits into the stretches of rows that belong together.
  ///
  /// `part` is "training", "validation" or "test"; nil where nothing is cut into parts.
  case noWindow(part: String? = nil, needed: Int, rows: Int, stretches: Int, longest: Int)
  /// A rule names a class that does not exist.
  case noSuchClass(name: String, key: String, classes: [String])
  /// Rows have no label.
  case missing(column: String, rows: Int, firstRow: RowPlace)
  /// Fewer than two classes are left.
  case oneClass(column: String, classes: [String])
  /// A whole sequence is longer than a window may be.
  case sequenceTooLong(rows: Int, lookback: Int, firstRow: RowPlace, count: Int)
  /// The label changes within a sequence that is to be one window.
  case changesInSequence(row: RowPlace, from: String, to: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notCategories(let column):
      return "The column \"\(column)\" was read as numbers, not as labels: name it as the target "
        + "of a classification, or among the reader's categories."
    case .unknown(let column, let found, let rows, let classes):
      let names = found.map { "\"\($0)\"" }.joined(separator: ", ")
      // Of names of a letter or two each is near to every other.
      let hints = found.filter { $0.count > 2 }.compactMap { name in
        Spelling.nearest(to: name, in: classes).map { "\"\($0)\" instead of \"\(name)\"" }
      }
      let cure =
        hints.isEmpty
        ? "Remove" : "Did you mean \(hints.joined(separator: ", "))? Otherwise remove"
      return "\(rows) \(rows == 1 ? "row has" : "rows have") in \"\(column)\" \(names), which "
        + "the training part does not have (its classes are: "
        + classes.joined(separator: ", ")
        + "). \(cure) these rows from the file; or, "
        + "to train anew, give training such rows, or leave them out with label.without."
    case .withoutWindow(let classes, let rows, let lookback):
      let list = zip(classes, rows).map { "\"\($0)\" (\($1) rows)" }.joined(separator: ", ")
      return "The training part has no window of \(list), whose rows stand in stretches shorter "
        + "than the lookback of \(lookback): use a shorter lookback, let windows cross changes of "
        + "the label (label.crossesChanges), give training other subjects, or leave the class out "
        + "(label.without)."
    case .heldOut(let classes):
      let names = classes.map { "\"\($0)\"" }.joined(separator: ", ")
      return "All training windows of \(names) are among the last ones, which are held out for "
        + "validation: name subjects who validate (split.subjects), or hold out fewer windows "
        + "(split.validation)."
    case .noWindow(let part, let needed, let rows, let stretches, let longest):
      let place = part.map { " of the \($0) part" } ?? ""
      if stretches == 0 {
        return "All \(rows) rows\(place) have labels that are left out (label.without): leave out "
          + "fewer."
      }
      // Who validates or tests can be chosen; training decides over the lookback.
      let others =
        part == nil || part == "training"
        ? "" : "give the \(part ?? "") part other subjects or rows (split), "
      return "Not one window\(place) fits: it needs \(needed) rows, and the \(rows) rows\(place) "
        + "stand in \(stretches) \(stretches == 1 ? "stretch" : "stretches"), the longest of "
        + "\(longest) rows, which end at gaps in the clock and where subject, sequence or label "
        + "change: \(others)use a shorter lookback, or let windows cross changes of the label "
        + "(label.crossesChanges)."
    case .noSuchClass(let name, let key, let classes):
      let hint = Spelling.nearest(to: name, in: classes).map { " Did you mean \"\($0)\"?" } ?? ""
      return "\(key) names the class \"\(name)\", which does not exist.\(hint) The classes are: "
        + classes.joined(separator: ", ") + "."
    case .missing(let column, let rows, let firstRow):
      return "\(rows) \(rows == 1 ? "row has" : "rows have") no label in \"\(column)\", the first "
        + "is \(firstRow): give such rows a class of their own, and leave it out with "
        + "label.without if it is not to be learnt."
    case .oneClass(let column, let classes):
      let found = classes.count == 1 ? "one class (\(classes[0]))" : "no class"
      return "The column \"\(column)\" has \(found) in the training part: two or more are needed "
        + "to tell one from another."
    case .sequenceTooLong(let rows, let lookback, let firstRow, let count):
      return "\(count) \(count == 1 ? "sequence is" : "sequences are") longer than window.lookback "
        + "(\(lookback)); the longest has \(rows) rows and begins at \(firstRow): raise "
        + "window.lookback to \(rows), or cut windows out of the sequences "
        + "(window.wholeSequences: false)."
    case .changesInSequence(let row, let from, let to):
      return
        "The label changes from \"\(from)\" to \"\(to)\" at \(row), within what is one "
        + "sequence, and window.wholeSequences makes each sequence one window with one label: name the "
        + "column that tells the sequences apart (sequence), or let a window hold several labels "
        + "(label.crossesChanges: true)."
    }
  }
}

extension LabelError {
  /// Returns the error with the name of the part that has no window; any other error as it is.
  package func naming(part name: String) -> LabelError {
    guard case .noWindow(nil, let needed, let rows, let stretches, let longest) = self else {
      return self
    }
    return .noWindow(
      part: name, needed: needed, rows: rows, stretches: stretches, longest: longest)
  }
}
