/// The version of this package.
public enum SluiceVersion {
  /// The version as `MAJOR.MINOR.PATCH`; bundles remember the one that wrote them.
  public static let current = "0.1.0"
}
