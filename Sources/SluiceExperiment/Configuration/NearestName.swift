/// Returns the legal name that a mistyped one probably stands for; nil when none is near.
///
/// Near means: equal but for upper and lower case, or at most a third of the letters changed,
/// added, lost or swapped.
func nearestName(to name: String, among legal: [String]) -> String? {
  let wanted = Array(name.lowercased())
  let scored = legal.map { ($0, editDistance(wanted, Array($0.lowercased()))) }
  guard let best = scored.min(by: { $0.1 < $1.1 }) else { return nil }
  let allowed = max(1, max(wanted.count, best.0.count) / 3)
  return best.1 <= allowed ? best.0 : nil
}

/// The least number of letters to change, add, remove, or swap with a neighbour, from `a` to `b`.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  guard !a.isEmpty, !b.isEmpty else { return a.count + b.count }
  var rows = [Array(0...b.count)]
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var least = min(change, rows[i - 1][j] + 1, row[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        least = min(least, rows[i - 2][j - 2] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
