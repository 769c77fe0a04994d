/// A data set that has a public home: where it is, what its bytes are, and how to read it.
public struct PublicDataSet: Hashable, Sendable {
  /// A file of known bytes.
  public struct Archive: Hashable, Sendable {
    /// Its name in the folder, or its place inside the archive around it.
    public let path: String
    /// The number of its bytes.
    public let bytes: Int
    /// Its SHA-256 in hexadecimal digits.
    public let sha256: String

    /// Creates an archive.
    public init(path: String, bytes: Int, sha256: String) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  /// The word by which it is asked for.
  public let name: String
  /// What it is.
  public let title: String
  /// Whose it is and under which terms.
  public let terms: String
  /// Where the archive is downloaded from.
  public let url: String
  /// The archive.
  public let archive: Archive
  /// An archive inside the archive that holds the files; nil when there is none.
  public let inner: Archive?
  /// The most bytes that the unpacked files take together.
  public let limit: Int
  /// What to read afterwards: a file or a folder among the unpacked ones.
  public let product: String
  /// The layout in which it is read.
  public let layout: ReaderOptions.Layout

  /// Creates a data set.
  public init(
    name: String, title: String, terms: String, url: String, archive: Archive,
    inner: Archive? = nil, limit: Int, product: String, layout: ReaderOptions.Layout = .table
  ) {
    self.name = name
    self.title = title
    self.terms = terms
    self.url = url
    self.archive = archive
    self.inner = inner
    self.limit = limit
    self.product = product
    self.layout = layout
  }

  /// The data sets that are known, by name.
  ///
  /// UCI publishes no checksums. These sizes and SHA-256 stand in public repositories whose authors wrote
  /// them down after downloads of their own, independently of each other, and agree: `household` in seven,
  /// `mhealth` in six (TimeNet's connector is one), `uci-har` in more than ten. Besides:
  ///
  /// - The file inside `household` has the SHA-256 that those repositories give for it, and is byte for
  ///   byte the one that this project's tests read.
  /// - The archive inside `uci-har` is the one that UCI served at its former address
  ///   (`machine-learning-databases/00240`), for which packages pinned the same SHA-256.
  public static let all = [household, mhealth, uciHAR]

  /// The electricity of a household, a reading a minute for four years.
  public static let household = PublicDataSet(
    name: "household",
    title: "Electricity of one household, a reading a minute, 2006 to 2010",
    terms: "Hebrail and Berard, UCI, CC BY 4.0, https://doi.org/10.24432/C58K54",
    url: "https://archive.ics.uci.edu/static/public/235/"
      + "individual+household+electric+power+consumption.zip",
    archive: Archive(
      path: "household_power_consumption.zip", bytes: 20_640_916,
      sha256: "9f84b46ade8a2d8e1286ec4b2b6c2987a45a755c59f263be3b3b3d10dfbda3ff"),
    limit: 200_000_000, product: "household_power_consumption.txt")

  /// Body-worn sensors of ten subjects during twelve activities.
  public static let mhealth = PublicDataSet(
    name: "mhealth",
    title: "Body-worn sensors, 10 subjects, 12 activities, 50 Hz (MHEALTH)",
    terms: "Banos, Garcia and Saez, UCI, CC BY 4.0, https://doi.org/10.24432/C5TW22",
    url: "https://archive.ics.uci.edu/static/public/319/mhealth+dataset.zip",
    archive: Archive(
      path: "mhealth_dataset.zip", bytes: 75_567_983,
      sha256: "16ad0ce709f3f00df18f348610d15bce0884b79e2143f57f446493673f02b8e0"),
    limit: 1_000_000_000, product: "MHEALTHDATASET", layout: .mhealth)

  /// A smartphone at the waist of thirty subjects during six activities.
  public static let uciHAR = PublicDataSet(
    name: "uci-har",
    title: "A smartphone at the waist, 30 subjects, 6 activities, 50 Hz (UCI HAR)",
    terms: "Reyes-Ortiz et al., UCI, CC BY 4.0, https://doi.org/10.24432/C54S4K",
    url: "https://archive.ics.uci.edu/static/public/240/"
      + "human+activity+recognition+using+smartphones.zip",
    archive: Archive(
      path: "human_activity_recognition_using_smartphones.zip", bytes: 61_005_872,
      sha256: "c00b803081a5c797cd5e4b83700a9810b38d53d9d84e01917e090e1fdbc81031"),
    inner: Archive(
      path: "UCI HAR Dataset.zip", bytes: 60_999_314,
      sha256: "2045e435c955214b38145fb5fa00776c72814f01b203fec405152dac7d5bfeb0"),
    limit: 1_000_000_000, product: "UCI HAR Dataset", layout: .uciHAR)
}
