// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A floor of the house: it may import the targets it names here and no others.
func floor(_ name: String, on below: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: below, swiftSettings: strict)
}

/// The tests of one target, with the helpers that all test targets share.
///
/// `data` names the folders that hold no Swift; tests find them beside their own source file.
func tests(
  of name: String, also others: [Target.Dependency] = [], data: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"] + others,
    exclude: data,
    swiftSettings: strict)
}

let package = Package(
  name: "octowatt",
  products: [.executable(name: "octowatt", targets: ["octowatt"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    floor("EnergyModel"),
    floor("QueryLanguage", on: ["EnergyModel"]),
    floor("Tariffs", on: ["EnergyModel"]),
    floor("JSONText", on: ["EnergyModel"]),
    floor("QueryEngine", on: ["EnergyModel", "QueryLanguage", "Tariffs"]),
    floor(
      "Cache",
      on: [
        "EnergyModel", "Tariffs", "QueryEngine",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    floor("Interchange", on: ["EnergyModel", "Tariffs", "JSONText"]),
    .target(name: "CCurl"),
    floor("OctopusAPI", on: ["EnergyModel", "JSONText", "CCurl"]),
    floor("Rendering", on: ["EnergyModel", "QueryLanguage", "JSONText"]),
    .target(name: "CReadline", linkerSettings: [.linkedLibrary("readline")]),
    .target(name: "CInterrupt"),
    floor("Terminal", on: ["EnergyModel", "CReadline", "CInterrupt"]),
    floor(
      "Commands",
      on: [
        "EnergyModel", "QueryLanguage", "Tariffs", "QueryEngine", "Cache", "Interchange",
        "OctopusAPI", "Rendering", "JSONText", "Terminal",
      ]),
    floor(
      "Shell",
      on: [
        "EnergyModel", "QueryLanguage", "Tariffs", "QueryEngine", "Cache", "Rendering", "Terminal",
        "Commands",
      ]),
    .executableTarget(
      name: "octowatt",
      dependencies: [
        "EnergyModel", "QueryLanguage", "OctopusAPI", "Rendering", "Terminal", "Commands", "Shell",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "CSpawn", path: "Tests/CSpawn"),
    .target(
      name: "TestSupport",
      dependencies: [
        "EnergyModel", "JSONText", "Tariffs", "QueryEngine", "OctopusAPI", "CSpawn",
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "TestSupportTests", dependencies: ["TestSupport", "octowatt"], swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: strict),
    tests(of: "EnergyModel", data: ["Fixtures"]),
    tests(of: "QueryLanguage", also: ["EnergyModel"], data: ["Fixtures"]),
    tests(of: "Tariffs", also: ["EnergyModel"]),
    tests(
      of: "QueryEngine", also: ["EnergyModel", "QueryLanguage", "Tariffs"], data: ["Fixtures"]),
    tests(
      of: "Cache",
      also: [
        "EnergyModel", "QueryLanguage", "Tariffs", "QueryEngine",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(of: "JSONText"),
    tests(of: "Interchange", also: ["EnergyModel", "Tariffs", "JSONText"]),
    tests(of: "OctopusAPI", also: ["EnergyModel", "JSONText"]),
    tests(
      of: "Rendering", also: ["EnergyModel", "QueryLanguage"],
      data: ["Charts/Figures", "Charts/Golden"]),
    tests(of: "Terminal", also: ["EnergyModel"]),
    tests(of: "Commands", also: ["EnergyModel", "QueryLanguage", "QueryEngine"]),
    tests(
      of: "Shell",
      also: [
        "EnergyModel", "JSONText", "QueryLanguage", "Rendering", "OctopusAPI", "Cache", "Terminal",
        "Commands",
        "octowatt",
        // Tests look into the cache file, and damage it, behind the program's back.
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      data: ["Fixtures", "Golden"]),
  ])

// The fuzzer needs flags for all targets, which `.ci/fuzz` gives; other builds do without it.
if Context.environment["OCTOWATT_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "EnergyModel", "QueryLanguage", "Tariffs", "JSONText", "Cache", "Interchange", "OctopusAPI",
        "Terminal", "Commands", "Shell", "CFuzzer",
      ],
      path: "Tests/Fuzzing", swiftSettings: strict),
  ]
}
