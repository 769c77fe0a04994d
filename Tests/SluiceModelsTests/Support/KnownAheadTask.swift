import SluiceData
import SluiceModels
import Testing

/// A target that follows a price: `y = 20 - price / 2`, and the prices of five rows to come are known.
///
/// The prices jump about, so that nothing but the price itself tells what comes.
struct KnownAheadTask {
  static let minute: Int64 = 60_000_000

  static func price(_ row: Int) -> Float { Float((row * row * 37 + row * 61) % 101) / 4 }

  /// Rows a minute apart.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - future: How many of the last rows hold no more than the price.
  ///   - gapBefore: The row before which the clock jumps by an hour.
  static func series(rows: Int, future: Int = 0, gapBefore: Int = .max) -> Series {
    Series(
      columns: [
        Column("y", (0..<rows).map { $0 < rows - future ? 20 - price($0) / 2 : .nan }),
        Column("price", (0..<rows).map(price)),
      ], timestamps: (0..<rows).map { Int64($0 + ($0 >= gapBefore ? 60 : 0)) * minute })
  }

  /// Forecasts five rows ahead, with the price of that row or without.
  static func recipe(lead: Bool = true) throws -> Recipe {
    Recipe(
      target: "y", features: ["y"],
      derived: lead ? try DerivedFeatures([.lead(.init(column: "price", by: [5]))]) : nil,
      knownAhead: lead ? ["price"] : nil, window: WindowOptions(lookback: 4, horizon: 5),
      warmUp: .none)
  }

  /// A ridge that was fitted to 200 rows.
  static func ridge(_ recipe: Recipe) throws -> ModelBundle {
    let split = try Split(try recipe.prepared(series(rows: 200)), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let ridge = try Ridge().fitted(to: fitted.frames(split).training)
    return ModelBundle(model: .baseline(.ridge(ridge)), recipe: fitted, seed: 1)
  }
}
