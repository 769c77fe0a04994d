/// The tables, in words that SQLite and PostgreSQL share.
enum SQLSchema {
  /// The version of the tables; to be raised with each change of them.
  static let version = 1

  /// Makes the table that holds the version.
  static let versionTable = "CREATE TABLE IF NOT EXISTS sluice_schema (version BIGINT NOT NULL)"

  /// Makes the other tables, and notes the version.
  ///
  /// Parameters, objectives and measurements are JSON. `beat` is the last sign of life.
  static let statements = [
    """
    CREATE TABLE sluice_studies (
      name TEXT PRIMARY KEY,
      definition TEXT NOT NULL)
    """,
    """
    CREATE TABLE sluice_trials (
      study TEXT NOT NULL REFERENCES sluice_studies (name) ON DELETE CASCADE,
      number BIGINT NOT NULL,
      state TEXT NOT NULL,
      parameters TEXT NOT NULL,
      parent BIGINT,
      objectives TEXT,
      measurements TEXT,
      failure TEXT,
      worker TEXT,
      attempts BIGINT NOT NULL,
      started DOUBLE PRECISION,
      beat DOUBLE PRECISION,
      ended DOUBLE PRECISION,
      PRIMARY KEY (study, number))
    """,
    "CREATE INDEX sluice_trials_by_state ON sluice_trials (study, state, number)",
    """
    CREATE TABLE sluice_reports (
      study TEXT NOT NULL,
      number BIGINT NOT NULL,
      step BIGINT NOT NULL,
      value DOUBLE PRECISION,
      PRIMARY KEY (study, number, step),
      FOREIGN KEY (study, number) REFERENCES sluice_trials (study, number) ON DELETE CASCADE)
    """,
    "INSERT INTO sluice_schema (version) VALUES (\(version))",
  ]
}
