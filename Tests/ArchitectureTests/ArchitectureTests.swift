import Foundation
import TestSupport
import Testing

/// Who may import whom: Package.swift, the drawing in Architecture.md and the sources agree.
@Suite struct ArchitectureTests {
  private let manifest: Manifest
  /// The modules that the sources of each target import.
  private let imports: [String: Set<String>]

  init() throws {
    manifest = Manifest(try fixture("../../Package.swift"))
    imports = try ArchitectureTests.imports(under: path("../../Sources"))
  }

  @Test func theDrawingHasTheArrowsOfThePackage() throws {
    let page = try fixture("../../Sources/Shell/Shell.docc/Architecture.md")
    #expect(drawing(in: page) == manifest.modules)
  }

  @Test func thePackageHasATargetForEachFolder() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: path("../../Sources"))
    #expect(Set(manifest.modules.keys) == Set(folders))
  }

  /// The build lets a target import what its dependencies are given, and does not say when it
  /// needs less than it is given.
  @Test func targetsImportWhatTheyAreGiven() {
    let given = manifest.modules.values.reduce(into: Set(manifest.modules.keys)) {
      $0.formUnion($1)
    }
    for (target, modules) in imports {
      #expect(modules.intersection(given) == manifest.modules[target], "\(target)")
    }
  }

  @Test(arguments: [
    ("GRDB", "Cache"), ("GRDBSQLite", "Cache"), ("CReadline", "Terminal"),
    ("CInterrupt", "Terminal"), ("CCurl", "OctopusAPI"), ("ArgumentParser", "octowatt"),
  ])
  func oneTargetImports(_ module: String, target: String) {
    let importers = imports.filter { $0.value.contains(module) }.keys.sorted()
    #expect(importers == [target])
  }

  @Test func noTargetImportsAnotherHTTPClient() {
    #expect(imports.filter { $0.value.contains("FoundationNetworking") }.isEmpty)
  }

  @Test func targetsOfOneFloorDoNotImportOneAnother() {
    let floor: Set = ["Cache", "Interchange", "OctopusAPI", "Rendering", "Terminal"]
    for target in floor {
      #expect(imports[target]?.isDisjoint(with: floor) == true, "\(target)")
    }
  }

  /// The arrows of the first code block, one line a target: `A → B, C`, or `A → nothing`.
  private func drawing(in page: String) -> [String: Set<String>] {
    let blocks = page.split(separator: "```", omittingEmptySubsequences: false)
    var arrows: [String: Set<String>] = [:]
    for line in blocks.dropFirst().first?.split(separator: "\n") ?? [] {
      guard let arrow = line.wholeMatch(of: #/(?<from>\w+) +→ (?<to>[\w, ]+)/#) else {
        Issue.record("no arrow: \(line)")
        continue
      }
      let names = arrow.to.split(separator: ", ").map(String.init)
      arrows[String(arrow.from)] = names == ["nothing"] ? [] : Set(names)
    }
    return arrows
  }

  /// The modules that the Swift files in each folder of `sources` import, by folder.
  private static func imports(under sources: String) throws -> [String: Set<String>] {
    let statement = #/^(?:@\w+ +)*(?:\w+ +)?import +(?:[a-z]+ +)?(?<module>\w+)/#
      .anchorsMatchLineEndings()
    var imports: [String: Set<String>] = [:]
    for folder in try FileManager.default.contentsOfDirectory(atPath: sources) {
      let files = try FileManager.default.subpathsOfDirectory(atPath: "\(sources)/\(folder)")
      for file in files where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: "\(sources)/\(folder)/\(file)", encoding: .utf8)
        imports[folder, default: []].formUnion(
          text.matches(of: statement).map { String($0.module) })
      }
    }
    return imports
  }
}
