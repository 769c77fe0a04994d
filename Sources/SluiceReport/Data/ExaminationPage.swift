import SluiceData

/// The examination of a series as a page: what one should know first, then a picture of everything.
public struct ExaminationPage: Sendable {
  /// What was found.
  public var examination: SeriesExamination
  /// What the series is called, such as the name of its file.
  public var name: String

  /// Creates a page.
  public init(_ examination: SeriesExamination, name: String) {
    self.examination = examination
    self.name = name
  }

  /// One file that needs nothing else.
  public var html: String { page.html }

  /// The examination as a page.
  public var page: Page {
    Page(
      title: "Readings of \(name)", subtitle: examination.description.opening,
      sections: [findingsSection, tablesSection]
        + examination.columns.map(section) + [glossarySection])
  }

  private var findingsSection: Page.Section {
    let sentences = FindingSentences(examination)
    let count = sentences.warnings.count
    let verdict: Block =
      count == 0
      ? .verdict("Nothing was found that speaks against training with these readings.", .good)
      : .verdict(
        count == 1
          ? "One thing to look at before training."
          : "\(NumberText.count(count)) things to look at before training.", .open)
    return Page.Section(
      nil, [verdict] + (sentences.warnings + sentences.notes).map { .paragraph($0) })
  }

  private var tablesSection: Page.Section {
    let tables = examination.description.tables + examination.numberTables
    return Page.Section(
      "In numbers",
      tables.map { .table($0) } + (examination.rowsSentence.map { [.paragraph($0)] } ?? []))
  }

  private func section(_ column: ColumnExamination) -> Page.Section {
    let charts = ColumnCharts(column, description: examination.description).charts
    guard !charts.isEmpty else {
      return Page.Section(column.name, [.paragraph("There are no readings.")])
    }
    return Page.Section(column.name, charts.map(\.block))
  }

  private var glossarySection: Page.Section {
    Page.Section(
      "What the words mean",
      [
        .glossary([
          Fact(
            "skewness, excess kurtosis",
            "0 and 0 for a bell curve. Skewness above 0 is a long tail of large readings; excess "
              + "kurtosis above 0 is more extreme readings than a bell curve has."),
          Fact(
            "far out",
            "readings more than three times the width of the middle half away from that half"),
          Fact(
            "ACF (autocorrelation)",
            "how much a reading resembles the one some rows before, from −1 to 1. Noise stays "
              + "within the band 95 times of 100."),
          Fact(
            "PACF (partial autocorrelation)",
            "what a row further back adds to the rows after it: how many past rows a forecast needs"
          ),
          Fact(
            "periodogram",
            "how strong the waves of each length are; a season stands out as a peak"),
          Fact(
            "strength",
            "the share of what varies that a trend or a season explains, from 0 to 1 (MSTL)"),
          Fact(
            "ADF, KPSS",
            "two tests, of the readings less their seasons. ADF p above 0.05: they may wander like a "
              + "random walk. KPSS p below 0.05: they do not stay at one level."),
        ])
      ])
  }
}
