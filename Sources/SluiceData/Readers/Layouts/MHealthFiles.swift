/// The files of the MHEALTH data set, as ``ReaderOptions/Layout/mhealth`` describes them.
struct MHealthFiles {
  /// The folder, or one of its files.
  let path: String
  let options: ReaderOptions

  /// The readings of a row, in order; the label follows them.
  static let readings: [String] = {
    let axes = ["x", "y", "z"]
    let limbs = ["ankle", "arm"].flatMap { limb in
      ["acc", "gyro", "mag"].flatMap { kind in axes.map { "\(limb)_\(kind)_\($0)" } }
    }
    return axes.map { "chest_acc_\($0)" } + ["chest_ecg_1", "chest_ecg_2"] + limbs
  }()
  private static let cells = readings + ["label"]
  private static let namePattern = "mHealth_subjectN.log"

  func read(alsoIfThere more: [String]) throws -> SeriesReading {
    let names = try options.columns(
      of: MHealthFiles.cells + ["subject"], alsoIfThere: more, path: path)
    let files = try files()
    var parts: [[Column]] = []
    for file in files { parts.append(try columns(names, of: file)) }
    let columns = names.indices.map { place in
      ColumnStack.stacked(names[place], parts.map { $0[place] })
    }
    var found = options
    found.columns = names
    return SeriesReading(series: Series(columns: columns), options: found, leftOut: [])
  }

  private struct File {
    let subject: Int
    let path: String

    /// Reads the subject from a file's name; nil for another name.
    init?(name: String, path: String) {
      guard name.hasPrefix("mHealth_subject"), name.hasSuffix(".log"),
        let subject = Int(name.dropFirst("mHealth_subject".count).dropLast(".log".count)),
        subject >= 0
      else { return nil }
      self.subject = subject
      self.path = path
    }
  }

  /// The files, by subject.
  private func files() throws -> [File] {
    try FolderListing.refuseArchive(path)
    if let names = FolderListing.names(in: path) {
      let files = names.compactMap { File(name: $0, path: "\(path)/\($0)") }
      if files.isEmpty {
        throw ReadError(.noFiles(expected: MHealthFiles.namePattern), file: path)
      }
      return files.sorted { ($0.subject, $0.path) < ($1.subject, $1.path) }
    }
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    guard let file = File(name: name, path: path) else {
      throw ReadError(.noFiles(expected: MHealthFiles.namePattern), file: path)
    }
    return [file]
  }

  /// Reads columns of one file.
  private func columns(_ names: [String], of file: File) throws -> [Column] {
    let places = names.compactMap { MHealthFiles.cells.firstIndex(of: $0) }
    let label = HeaderFinder.name(MHealthFiles.cells.count - 1)
    // Something must be read to know the number of rows.
    let wanted = places.isEmpty ? [label] : places.map(HeaderFinder.name)
    let reader = SeriesReader(
      ReaderOptions(
        decimal: ".", header: false, missing: options.missing, columns: wanted,
        categories: [label], time: TimeOptions.none))
    let series = try reader.readTable(file.path, width: MHealthFiles.cells.count).series
    return names.map { name in
      guard let place = MHealthFiles.cells.firstIndex(of: name),
        let column = series[HeaderFinder.name(place)]
      else {
        let codes = [Float](repeating: 0, count: series.count)
        return Column(name, codes: codes, categories: [String(file.subject)])
      }
      return column.renamed(name)
    }
  }
}
