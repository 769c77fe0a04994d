import SluiceTensor

/// How uncertain the difference of two models' balanced accuracies is, when the items of a stretch
/// resemble each other.
///
/// Whole stretches are drawn with replacement, as many as there are; each draw's balanced accuracies are
/// means over the classes that occur in it. With several subjects a stretch belongs to one of them,
/// and the stretches of all are drawn together: the interval tells of other stretches of these
/// subjects. What a further subject would bring is seen in a ``SubjectTable``.
///
/// - Source: Field & Welsh 2007, the cluster bootstrap, <https://doi.org/10.1111/j.1467-9868.2007.00593.x>.
struct GroupBootstrap {
  /// The items of one stretch by class: how many there are, and how many each model has right.
  private struct Tally {
    var items: [Int]
    var right: [[Int]]
  }

  private let classes: Int
  private let tallies: [Tally]

  /// Fewer stretches than this have no interval: their resamples would hardly differ.
  static let fewestGroups = 5

  /// Counts, in each stretch, the items that two models have right.
  init(_ table: ClassTable, _ model: ClassTable.Column, _ baseline: ClassTable.Column) {
    struct Key: Hashable {
      let subject: String?
      let group: Int
    }
    classes = table.classes.count
    let none = [Int](repeating: 0, count: classes)
    let given = [table.given(by: model), table.given(by: baseline)]
    var places: [Key: Int] = [:]
    var tallies: [Tally] = []
    for (item, label) in table.truth.enumerated() {
      let key = Key(subject: table.subjects?[item], group: table.groups[item])
      let place = places[key] ?? tallies.count
      if place == tallies.count {
        places[key] = place
        tallies.append(Tally(items: none, right: [none, none]))
      }
      tallies[place].items[label] += 1
      for model in 0..<2 where given[model][item] == label {
        tallies[place].right[model][label] += 1
      }
    }
    self.tallies = tallies
  }

  /// The number of stretches.
  var groups: Int { tallies.count }

  /// Returns the percentile interval of the first model's balanced accuracy less the second's; nil when
  /// there are too few stretches.
  func interval(
    resamples: Int, level: Double, using stream: inout RandomStream
  ) -> ClosedRange<Double>? {
    guard tallies.count >= Self.fewestGroups else { return nil }
    // Of each stretch only the classes that occur: most hold one.
    let entries = tallies.map { tally in
      (0..<classes).compactMap { label in
        tally.items[label] == 0
          ? nil
          : (
            label: label, items: tally.items[label],
            lead: tally.right[0][label] - tally.right[1][label]
          )
      }
    }
    var differences: [Double] = []
    var (items, leads) = ([Int](repeating: 0, count: classes), [Int](repeating: 0, count: classes))
    for _ in 0..<resamples {
      for label in 0..<classes { (items[label], leads[label]) = (0, 0) }
      for _ in tallies {
        for entry in entries[stream.below(tallies.count)] {
          items[entry.label] += entry.items
          leads[entry.label] += entry.lead
        }
      }
      // Both models see the same items, so the difference of the means is the mean difference.
      var (sum, present) = (0.0, 0)
      for label in 0..<classes where items[label] > 0 {
        sum += Double(leads[label]) / Double(items[label])
        present += 1
      }
      differences.append(sum / Double(present))
    }
    differences.sort()
    let tail = (1 - level) / 2
    return differences.quantile(tail)...differences.quantile(1 - tail)
  }
}
