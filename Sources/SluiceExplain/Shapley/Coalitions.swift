/// Sets of players, one a row.
struct Coalitions: Equatable, Sendable {
  /// The number of players, `M`.
  let players: Int
  /// Whether each player is in each set, row-major `[count, M]`.
  private(set) var members: [Bool] = []

  /// Creates an empty list of sets of some players, at least one.
  init(players: Int) {
    self.players = players
  }

  /// The number of sets.
  var count: Int { members.count / players }

  /// Whether each player is in a set.
  subscript(row: Int) -> ArraySlice<Bool> { members[row * players..<(row + 1) * players] }

  /// Adds a set.
  mutating func append(_ set: some Sequence<Bool>) {
    members.append(contentsOf: set)
  }

  /// Adds a set of players by their numbers, and then the set of all others.
  mutating func appendPair(_ set: some Sequence<Int>) {
    var isMember = [Bool](repeating: false, count: players)
    for player in set { isMember[player] = true }
    append(isMember)
    append(isMember.lazy.map { !$0 })
  }

  /// Adds the set without or with all players.
  mutating func append(all: Bool) {
    members.append(contentsOf: repeatElement(all, count: players))
  }
}
