import SluiceTensor

/// The folder of the UCI data set of human activity recognition with a smartphone, as
/// ``ReaderOptions/Layout/uciHAR`` describes it.
struct HARFolder {
  /// The folder.
  let path: String
  let options: ReaderOptions

  private static let signals = ["body_acc", "body_gyro", "total_acc"].flatMap { kind in
    ["x", "y", "z"].map { "\(kind)_\($0)" }
  }
  private static let categories = ["subject", "label", "sequence", "part"]
  private static let parts = ["train", "test"]
  /// The readings of a window, which is a line of a file.
  private static let steps = 128

  func read(alsoIfThere more: [String]) throws -> SeriesReading {
    let names = try options.columns(
      of: HARFolder.signals + HARFolder.categories, alsoIfThere: more, path: path)
    try FolderListing.refuseArchive(path)
    guard let held = FolderListing.names(in: path), held.contains("activity_labels.txt") else {
      throw ReadError(.noFiles(expected: "activity_labels.txt"), file: path)
    }
    let windows = try windows()
    let signals = try readSignals(names.filter(HARFolder.signals.contains), windows.counts)
    let columns = names.map { name -> Column in
      if let column = signals[name] { return column }
      let texts =
        switch name {
        case "subject": windows.subjects
        case "label": windows.labels
        case "part":
          zip(HARFolder.parts, windows.counts).flatMap { Array(repeating: $0, count: $1) }
        default: windows.labels.indices.map { String($0 + 1) }
        }
      return ColumnStack.repeated(name, texts, rows: HARFolder.steps)
    }
    var found = options
    found.columns = names
    return SeriesReading(series: Series(columns: columns), options: found, leftOut: [])
  }

  /// What is known of the windows of both parts.
  private struct Windows {
    var subjects: [String] = []
    var labels: [String] = []
    /// The number of windows of each part.
    var counts: [Int] = []
  }

  private func windows() throws -> Windows {
    let activityFile = "\(path)/activity_labels.txt"
    let activities = try SpacedText(activityFile).words(perRow: 2)
    let names = Dictionary(activities.map { ($0.words[0], $0.words[1]) }) { $1 }
    var windows = Windows()
    for part in HARFolder.parts {
      let labelFile = "\(path)/\(part)/y_\(part).txt"
      let labels = try SpacedText(labelFile).words(perRow: 1)
      for label in labels {
        guard let name = names[label.words[0]] else {
          throw ReadError(
            .unknownText(known: activities.map { $0.words[0] }), file: labelFile, line: label.line,
            cell: label.words[0])
        }
        windows.labels.append(name)
      }
      windows.counts.append(labels.count)
      let subjectFile = "\(path)/\(part)/subject_\(part).txt"
      let subjects = try SpacedText(subjectFile).words(perRow: 1)
      try check(subjectFile, subjects.count, labels.count, part)
      windows.subjects += subjects.map { $0.words[0] }
    }
    return windows
  }

  /// Reads signals of both parts, a file a thread.
  private func readSignals(_ names: [String], _ counts: [Int]) throws -> [String: Column] {
    let files = names.flatMap { name in
      HARFolder.parts.map { "\(path)/\($0)/Inertial Signals/\(name)_\($0).txt" }
    }
    var results = [Result<[Float], any Error>?](repeating: nil, count: files.count)
    results.withUnsafeMutableBufferPointer { results in
      let shared = UncheckedSendable(results)
      Threads.run(blocks: files.count) { index in
        shared.value[index] = Result {
          try SpacedText(files[index]).numbers(perRow: HARFolder.steps)
        }
      }
    }
    var columns: [String: Column] = [:]
    for (place, name) in names.enumerated() {
      let parts = try HARFolder.parts.indices.map { part -> Column in
        let index = place * HARFolder.parts.count + part
        let values = try results[index]?.get() ?? []
        try check(
          files[index], values.count / HARFolder.steps, counts[part], HARFolder.parts[part])
        return Column(name, values)
      }
      columns[name] = ColumnStack.stacked(name, parts)
    }
    return columns
  }

  private func check(_ file: String, _ found: Int, _ expected: Int, _ part: String) throws {
    if found == expected { return }
    throw ReadError(
      .otherRowCount(expected: expected, file: "y_\(part).txt", found: found), file: file)
  }
}
