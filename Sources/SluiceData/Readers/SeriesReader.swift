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

/// Reads delimited text: CSV and its relatives, plain or compressed with gzip.
///
/// The file is mapped and parsed by all threads in blocks of rows, straight into the columns. The result
/// does not depend on the number of threads. A row of empty cells is skipped; every other irregularity
/// is an error that names file, row, column and cell.
public struct SeriesReader: Sendable {
  /// How the file is to be understood.
  public var options: ReaderOptions

  /// Creates a reader; without options everything is found out from the file.
  public init(_ options: ReaderOptions = ReaderOptions()) {
    self.options = options
  }

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - more: Columns to keep besides ``ReaderOptions/columns`` where the file has them and they hold
  ///     numbers.
  /// - Throws: ``ReadError``.
  public func read(path: String, alsoIfThere more: [String] = []) throws -> SeriesReading {
    let bytes = try TextBytes.open(path)
    let layout = try LayoutFinder(
      bytes: bytes, path: path, options: options, alsoIfThere: more
    ).layout()
    let blocks = RowBlocks(bytes, bodyStart: layout.bodyStart)
    var times: [Int64]?
    var columns: [[Float]] = []
    if layout.timeFormat == nil {
      columns = try parse(bytes, layout, blocks, times: nil).columns
    } else {
      times = try [Int64](unsafeUninitializedCapacity: blocks.rowLimit) { buffer, count in
        let parsed = try parse(bytes, layout, blocks, times: buffer.baseAddress)
        columns = parsed.columns
        count = parsed.rows
      }
    }
    if columns.first?.isEmpty ?? true { throw ReadError(.headerOnly, file: path) }
    if let zone = layout.zone { try convert(&times, from: zone, layout: layout) }
    let series = Series(
      columns: zip(layout.columns, columns).map { Column($0, $1) }, timestamps: times)
    if options.requiresOrder {
      do { try series.checkTimeOrder() } catch let error as SeriesError {
        throw ReadError(.order(error), file: path)
      }
    }
    return SeriesReading(series: series, options: layout.options, leftOut: layout.leftOut)
  }

  /// Parses all blocks and returns the columns.
  private func parse(
    _ bytes: TextBytes, _ layout: FileLayout, _ blocks: RowBlocks,
    times: UnsafeMutablePointer<Int64>?
  ) throws -> (columns: [[Float]], rows: Int) {
    var rows = 0
    let columns = try SeriesReader.allocated(layout.columns.count, rows: blocks.rowLimit) {
      pointers in
      let parser = BlockParser(
        layout: layout, text: bytes.start, columns: pointers, times: times)
      rows = try SeriesReader.run(parser, bytes, blocks)
      return rows
    }
    return (columns, rows)
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

  /// Parses the blocks on all threads and closes the holes that blank rows leave; returns the row count.
  private static func run(
    _ parser: BlockParser, _ bytes: TextBytes, _ blocks: RowBlocks
  ) throws -> Int {
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
    var rows = 0
    for (result, block) in zip(results, blocks.blocks) {
      if var error = result.error {
        error.row = error.row.map { $0 + block.linesAbove + 1 }
        throw error
      }
      if rows < block.rowsAbove {
        for column in parser.columns {
          (column + rows).update(from: column + block.rowsAbove, count: result.rows)
        }
        if let times = parser.times {
          (times + rows).update(from: times + block.rowsAbove, count: result.rows)
        }
      }
      rows += result.rows
    }
    return rows
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
