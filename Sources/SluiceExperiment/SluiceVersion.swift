/// The version of Sluice.
public enum SluiceVersion {
  /// The version of this build.
  public static let current = "0.1.0"
}
