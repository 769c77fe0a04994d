import SluiceTensor

/// What was read from a file.
public struct SeriesReading: Sendable {
  /// The readings.
  public let series: Series
  /// The options with everything filled in that was found out: reading again with them finds nothing
  /// out anew.
  public let options: ReaderOptions
  /// The columns that were left out because they hold text.
  public let leftOut: [String]
}

/// Reads delimited text: CSV and its relatives, plain or compressed with gzip; and the files of known
/// data sets (``ReaderOptions/layout``).
///
/// The file is mapped and parsed by all threads in blocks of rows, straight into the columns. The result
/// does not depend on the number of threads. A row of empty cells is skipped; every other irregularity
/// is an error that names file, row, column and cell.
public struct SeriesReader: Sendable {
  /// How the file is to be understood.
  public var options: ReaderOptions
  /// Whether columns of text that ``ReaderOptions/categories`` does not name are read as categories, too,
  /// when they have at most 1000 different texts; otherwise they are left out.
  public var readsTexts: Bool

  /// Creates a reader; without options everything is found out from the file.
  public init(_ options: ReaderOptions = ReaderOptions(), readsTexts: Bool = false) {
    self.options = options
    self.readsTexts = readsTexts
  }

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - more: Columns to keep besides ``ReaderOptions/columns`` where the file has them and they hold
  ///     numbers, or texts when they are among ``ReaderOptions/categories``.
  /// - Throws: ``ReadError``.
  public func read(path: String, alsoIfThere more: [String] = []) throws -> SeriesReading {
    switch options.layout {
    case .table: try readTable(path, alsoIfThere: more)
    case .mhealth: try MHealthFiles(path: path, options: options).read(alsoIfThere: more)
    case .uciHAR: try HARFolder(path: path, options: options).read(alsoIfThere: more)
    }
  }

  /// Reads one file of delimited text; `width` is the number of columns that it must have.
  func readTable(
    _ path: String, alsoIfThere more: [String] = [], width: Int? = nil
  ) throws -> SeriesReading {
    let bytes = try TextBytes.open(path)
    let layout = try LayoutFinder(
      bytes: bytes, path: path, options: options, alsoIfThere: more, readsTexts: readsTexts,
      width: width
    ).layout()
    let blocks = RowBlocks(bytes, bodyStart: layout.bodyStart)
    var times: [Int64]?
    var parsed = Parsed(path: path)
    if layout.timeFormat == nil {
      parsed = try parse(bytes, layout, blocks, times: nil)
    } else {
      times = try [Int64](unsafeUninitializedCapacity: blocks.rowLimit) { buffer, count in
        parsed = try parse(bytes, layout, blocks, times: buffer.baseAddress)
        count = parsed.rows
      }
    }
    if parsed.rows == 0 { throw ReadError(.headerOnly, file: path) }
    if let zone = layout.zone { try convert(&times, from: zone, layout: layout) }
    let (columns, leftOut) = parsed.named(by: layout)
    if columns.isEmpty { throw ReadError(.noNumbers, file: path) }
    let series = Series(
      columns: columns, stamps: times.map(Timestamps.init), origins: RowOrigins(file: parsed.lines))
    if options.requiresOrder {
      do { try series.checkTimeOrder() } catch let error as SeriesError {
        throw ReadError(
          .order(error), file: path, line: error.row.map(parsed.lines.line(of:)))
      }
    }
    var found = layout.options
    found.columns = columns.map(\.name)
    found.categories = columns.filter { $0.categories != nil }.map(\.name)
    return SeriesReading(series: series, options: found, leftOut: layout.leftOut + leftOut)
  }

  /// What the blocks of a file hold together.
  private struct Parsed {
    var columns: [[Float]] = []
    var rows = 0
    /// The line of each row.
    var lines: FileLines
    /// The categories of each category column of the layout; nil for one that is left out.
    var categories: [[String]?] = []

    init(path: String) { lines = FileLines(path: path) }

    /// The columns under their names, and the names of those that are left out.
    func named(by layout: FileLayout) -> (columns: [Column], leftOut: [String]) {
      var named: [Column] = []
      var leftOut: [String] = []
      for (place, (name, values)) in zip(layout.columns, columns).enumerated() {
        if let index = layout.categories.firstIndex(where: { $0.column == place }) {
          if let texts = categories[index] {
            named.append(Column(name, codes: values, categories: texts))
          } else {
            leftOut.append(name)
          }
        } else {
          named.append(Column(name, values))
        }
      }
      return (named, leftOut)
    }
  }

  /// Parses all blocks.
  private func parse(
    _ bytes: TextBytes, _ layout: FileLayout, _ blocks: RowBlocks,
    times: UnsafeMutablePointer<Int64>?
  ) throws -> Parsed {
    var parsed = Parsed(path: layout.path)
    parsed.columns = try SeriesReader.allocated(layout.columns.count, rows: blocks.rowLimit) {
      pointers in
      let parser = BlockParser(
        layout: layout, text: bytes.start, columns: pointers, times: times)
      (parsed.rows, parsed.categories, parsed.lines) = try SeriesReader.run(parser, bytes, blocks)
      return parsed.rows
    }
    return parsed
  }

  /// Calls `fill` with uninitialised columns, and returns them with the number of rows it returns.
  private static func allocated(
    _ count: Int, rows limit: Int, pointers: [UnsafeMutablePointer<Float>] = [],
    fill: ([UnsafeMutablePointer<Float>]) throws -> Int
  ) throws -> [[Float]] {
    // Each level opens one array, so that every pointer is valid while the innermost one fills all.
    var others: [[Float]] = []
    let column = try [Float](unsafeUninitializedCapacity: limit) { buffer, rows in
      guard let start = buffer.baseAddress else { return }
      if pointers.count + 1 < count {
        others = try allocated(count, rows: limit, pointers: pointers + [start], fill: fill)
        rows = others[0].count
      } else {
        rows = try fill(pointers + [start])
      }
    }
    return [column] + others
  }

  /// Parses the blocks on all threads, gives the texts one numbering and closes the holes that blank rows
  /// leave; returns the row count, the categories of each category column, and the line of each row.
  private static func run(
    _ parser: BlockParser, _ bytes: TextBytes, _ blocks: RowBlocks
  ) throws -> (rows: Int, categories: [[String]?], lines: FileLines) {
    var results = [BlockParser.Result](repeating: .init(), count: blocks.blocks.count)
    results.withUnsafeMutableBufferPointer { results in
      let shared = UncheckedSendable((results: results, parser: parser, bytes: bytes))
      Threads.run(blocks: blocks.blocks.count) { index in
        let block = blocks.blocks[index]
        shared.value.results[index] = shared.value.parser.parse(
          block.bytes, firstRow: block.rowsAbove)
        shared.value.bytes.release(block.bytes)
      }
    }
    for (result, block) in zip(results, blocks.blocks) {
      if var error = result.error {
        error.line = error.line.map { $0 + block.linesAbove + 1 }
        throw error
      }
    }
    let categories = try parser.layout.categories.indices.map {
      try number(category: $0, of: parser, results, blocks)
    }
    var rows = 0
    var lines = FileLines(path: parser.layout.path)
    for (result, block) in zip(results, blocks.blocks) {
      if rows < block.rowsAbove {
        for column in parser.columns {
          (column + rows).update(from: column + block.rowsAbove, count: result.rows)
        }
        if let times = parser.times {
          (times + rows).update(from: times + block.rowsAbove, count: result.rows)
        }
      }
      if result.rows > 0 { lines.add(row: rows, line: block.linesAbove + 1) }
      for jump in result.jumps {
        lines.add(row: rows + jump.row, line: block.linesAbove + jump.line + 1)
      }
      rows += result.rows
    }
    return (rows, categories, lines)
  }

  /// Replaces the numbers that each block gave to the texts of a column by the places of the categories;
  /// returns these, or nil when the column is left out.
  private static func number(
    category index: Int, of parser: BlockParser, _ results: [BlockParser.Result],
    _ blocks: RowBlocks
  ) throws -> [String]? {
    let category = parser.layout.categories[index]
    guard
      let numbering = try CategoryNumbering(
        results.map { $0.texts[index] }, of: category, layout: parser.layout)
    else { return nil }
    let cells = UncheckedSendable(parser.columns[category.column])
    Threads.run(blocks: blocks.blocks.count) { block in
      let start = cells.value + blocks.blocks[block].rowsAbove
      numbering.renumber(
        UnsafeMutableBufferPointer(start: start, count: results[block].rows), ofBlock: block)
    }
    return numbering.categories
  }

  private func convert(
    _ times: inout [Int64]?, from zone: ZoneRules, layout: FileLayout
  ) throws {
    guard var local = times else { return }
    times = nil
    if let row = local.withUnsafeMutableBufferPointer({ zone.convertToUTC($0) }) {
      throw ReadError(
        .skippedTime(zone: zone.name), file: layout.path,
        column: layout.options.time?.columns.joined(separator: "\" and \""),
        cell: CivilTime(microseconds: local[row]).description)
    }
    times = local
  }
}
