// swift-tools-version: 6.1
import PackageDescription

/// Settings of every Swift target: existentials are spelled out, imports are explicit.
let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "sluice",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Sluice", targets: ["Sluice"]),
    .library(name: "SluiceTensor", targets: ["SluiceTensor"]),
    .library(name: "SluiceNN", targets: ["SluiceNN"]),
    .library(name: "SluiceData", targets: ["SluiceData"]),
    .library(name: "SluiceModels", targets: ["SluiceModels"]),
    .library(name: "SluiceTuning", targets: ["SluiceTuning"]),
    .library(name: "SluiceStorage", targets: ["SluiceStorage"]),
    .library(name: "SluiceExplain", targets: ["SluiceExplain"]),
    .library(name: "SluiceReport", targets: ["SluiceReport"]),
    .library(name: "SluiceExperiment", targets: ["SluiceExperiment"]),
    .executable(name: "sluice", targets: ["SluiceCLI"]),
    .executable(name: "sluice-bench", targets: ["SluiceBench"]),
  ],
  traits: [
    .trait(
      name: "PostgreSQL",
      description: "Keeps studies in a PostgreSQL database, for several machines; needs libpq.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(
      name: "CSluiceKernels", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .target(name: "SluiceTensor", dependencies: ["CSluiceKernels"], swiftSettings: swiftSettings),
    .target(name: "SluiceNN", dependencies: ["SluiceTensor"], swiftSettings: swiftSettings),
    .target(
      name: "SluiceData", dependencies: ["SluiceTensor", "CZlib"], swiftSettings: swiftSettings),
    .target(
      name: "SluiceModels", dependencies: ["SluiceNN", "SluiceData"],
      swiftSettings: swiftSettings),
    .target(
      name: "SluiceExplain", dependencies: ["SluiceModels"], swiftSettings: swiftSettings),
    .target(name: "SluiceTuning", dependencies: ["SluiceTensor"], swiftSettings: swiftSettings),
    .target(
      name: "SluiceStorage",
      dependencies: [
        "SluiceTuning", .product(name: "GRDB", package: "GRDB.swift"),
        .target(name: "CPQ", condition: .when(traits: ["PostgreSQL"])),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "SluiceReport",
      dependencies: [
        "SluiceNN", "SluiceData", "SluiceModels", "SluiceExplain", "SluiceTuning",
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "SluiceExperiment",
      dependencies: [
        "SluiceModels", "SluiceExplain", "SluiceReport", "SluiceTuning",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "Sluice",
      dependencies: [
        "SluiceTensor", "SluiceNN", "SluiceData", "SluiceModels", "SluiceExplain",
        "SluiceReport", "SluiceTuning", "SluiceStorage", "SluiceExperiment",
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "SluiceCLI",
      dependencies: [
        "Sluice", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "SluiceBench",
      dependencies: [
        "Sluice", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceTensorTests", dependencies: ["SluiceTensor", "CSluiceKernels", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceNNTests", dependencies: ["SluiceNN", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceDataTests", dependencies: ["SluiceData", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceModelsTests", dependencies: ["SluiceModels", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .target(
      name: "TuningConformance", dependencies: ["SluiceTuning", "SluiceTensor"],
      path: "Tests/TuningConformance", swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceTuningTests",
      dependencies: ["SluiceTuning", "SluiceTensor", "TuningConformance", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .executableTarget(
      name: "study-hammer", dependencies: ["SluiceTuning", "SluiceStorage"],
      path: "Tests/StudyHammer", swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceStorageTests",
      dependencies: [
        "SluiceStorage", "SluiceTuning", "TuningConformance", "TestSupport", "study-hammer",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceExplainTests", dependencies: ["SluiceExplain", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceReportTests", dependencies: ["SluiceReport", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceExperimentTests", dependencies: ["SluiceExperiment", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceTests", dependencies: ["Sluice", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(
      name: "SluiceCLITests", dependencies: ["SluiceCLI", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: swiftSettings),
  ],
  swiftLanguageModes: [.v6]
)
