import TestSupport
import Testing

/// `save config`: what is written, and that `import` reads it again.
@Suite struct SaveConfigurationTests {
  private let folder: TemporaryFolder
  private let saving: Saving

  init() throws {
    folder = try temporaryFolder()
    saving = Saving(folder)
  }

  private let text = """
    {
      "meters": [
        {
          "mpan": "1000000000017",
          "serial": "A1",
          "unit": "electricity_importing_kwh",
          "alias": "the \\"big\\" house",
          "api_key": "<api key>"
        },
        {
          "mpan": "1000000000017",
          "serial": "A2",
          "unit": "electricity_importing_kwh",
          "alias": "the \\"big\\" house",
          "api_key": "<api key>"
        },
        {
          "mprn": "7000000001",
          "serial": "G1",
          "unit": "gas_importing_m3",
          "api_key": "<api key>"
        }
      ],
      "tariffs": {
        "all in": {
          "unit": "electricity_exporting_kwh",
          "currency": "EUR",
          "valid_from": "2023-07-01",
          "valid_until": "2024-01-01",
          "rates": [
            {
              "interval_start": "05:30",
              "interval_end": "23:30",
              "rate": 0.00000001
            },
            {
              "interval_start": "23:30",
              "interval_end": "05:30",
              "rate": -0.05
            }
          ],
          "default_rate": 0,
          "standing_charge": 0.4793,
          "vat": "excluded",
          "tariff_code": "E-1R-X"
        },
        "flat": {
          "unit": "gas_importing_kwh",
          "currency": "GBP",
          "default_rate": 0.25,
          "vat": "included"
        }
      }
    }

    """

  @Test func aRoundTripKeepsEveryByte() throws {
    let path = try folder.write(text, to: "home.json")
    for _ in 1...2 {
      let session = try TestSession()
      let report = try session.run("import \(path)")
      #expect(report.contains("meters 3 new") && report.contains("tariffs 2 new"), "\(report)")
      #expect(!report.contains("note: "), "\(report)")
      let saved = try saving.save("config", from: session, to: "home.json")
      #expect(saved.report == "wrote \(path): 3 meters, 2 tariffs\n")
      #expect(saved.text == text)
    }
  }

  @Test(arguments: ["examples/home/config.json", "Tests/ShellTests/Fixtures/tariffs/config.json"])
  func importingWhatWasSavedChangesNothing(file: String) throws {
    let session = try TestSession()
    _ = try session.run("import \(file)")
    let saved = try saving.save("config", from: session, to: "saved.json")
    let report = try session.run("import \(saved.path)")
    #expect(report.contains(" 0 new, "), "\(report)")
    #expect(!report.contains("skipped") && report.contains("0 revised"), "\(report)")
    let other = try TestSession()
    _ = try other.run("import \(saved.path)")
    #expect(try saving.save("config", from: other, to: "again.json").text == saved.text)
    #expect(try other.run("show tariffs as csv") == session.run("show tariffs as csv"))
  }

  /// What was typed is written like any other, under the names that it has now.
  @Test func whatWasTypedIsSaved() throws {
    let session = try TestSession()
    for statement in [
      "add meter 1000000000017 serial M1 as import alias house",
      "add meter 7000000009 serial G1 as gas unit m3",
      "add tariff night as import rate 30p from 23:30 to 05:30 rate 7.5p standing 47.93p "
        + "until 2023-10-01",
      "add flux import from 2023-10-01 base 0.3 low 0.18 peak 0.42",
      "rename tariff night to \"night saver\"", "alias 7000000009 hob",
      "assign \"night saver\" to house from 2023-07-01",
      "set calorific value 39.5 from 2023-07-01",
    ] {
      let answer = try session.run(statement)
      #expect(!answer.contains("error") && !answer.contains("^"), "\(answer)")
    }
    let saved = try saving.save("config", from: session, to: "saved.json")
    #expect(
      saved.report.split(separator: "\n") == [
        "wrote \(saved.path): 2 meters, 2 tariffs",
        "note: not in the file: 1 agreement, see 'show agreements'",
        "note: not in the file: 1 calorific value",
      ])
    let other = try TestSession()
    let report = try other.run("import \(saved.path)")
    #expect(report.contains("meters 2 new") && report.contains("tariffs 2 new"), "\(report)")
    for list in ["show meters", "show tariffs", "describe flux_import_2023-10-01"] {
      #expect(try other.run("\(list) as csv") == session.run("\(list) as csv"))
    }
    let terms = try other.run("describe \"night saver\" as csv")
    #expect(
      terms.contains("23:30-05:30,\"0.075 GBP") && terms.contains("other hours,\"0.3 GBP")
        && terms.contains("standing charge,\"0.4793 GBP") && terms.contains("until,2023-10-01"))
  }

  /// A percentage of VAT comes back as one; rates of VAT that were set have no place in the file.
  @Test func vatIsSaved() throws {
    let session = try TestSession()
    let config = try folder.write(
      """
      {"tariffs": {
        "a": {"unit": "gas_importing_kwh", "default_rate": 0.2, "vat": 20},
        "b": {"unit": "gas_importing_kwh", "default_rate": 0.2, "vat": "17.5 %"},
        "c": {"unit": "gas_importing_kwh", "default_rate": 0.2, "vat": "excluded"}
      }}
      """, to: "vat.json")
    _ = try session.run("import \(config)")
    _ = try session.run("set vat gas 20 from 2023-07-01")
    let saved = try saving.save("config", from: session, to: "saved.json")
    #expect(
      saved.report.split(separator: "\n") == [
        "wrote \(saved.path): 0 meters, 3 tariffs",
        "note: not in the file: 1 rate of VAT, see 'show vat'",
      ])
    #expect(
      saved.text.split(separator: "\n").filter { $0.contains("vat") }.map { $0.dropFirst(6) }
        == ["\"vat\": 20", "\"vat\": 17.5", "\"vat\": \"excluded\""])
    let other = try TestSession()
    _ = try other.run("import \(saved.path)")
    #expect(try saving.save("config", from: other, to: "again.json").text == saved.text)
  }

  @Test func whatTheFileCannotSayIsNoted() throws {
    let session = try TestSession()
    _ = try session.run("import examples/home/config.json")
    let rates = try folder.write(
      "value_inc_vat,valid_from,valid_to\n20,2023-07-01T00:00:00Z,2023-07-01T00:30:00Z\n",
      to: "rates.csv")
    let comparison = try folder.write(
      """
      {"tariffs": {"other": {"unit": "electricity_importing_kwh", "default_rate": 0.2}}}
      """, to: "other.json")
    for statement in [
      "import \(rates) for agile as import", "import \(comparison) for comparison",
      "import register day \(rates) for economy7 as import",
      "import standing \(rates) for flux_import_2023-07",
      "assign flux_import_2023-07 to house from 2023-07-01",
      "set calorific value 39.5 from 2023-07-01", "set calorific value 39.1 from 2023-10-01",
    ] {
      let answer = try session.run(statement)
      #expect(!answer.contains("error") && !answer.contains("^"), "\(answer)")
    }
    let saved = try saving.save("config", from: session, to: "saved.json")
    #expect(
      saved.report.split(separator: "\n") == [
        "wrote \(saved.path): 2 meters, 3 tariffs",
        "note: not in the file, which can't hold rates with dates: agile, economy7",
        "note: not in the file, which can't hold dates: standing charges of flux_import_2023-07",
        "note: a configuration can't mark tariffs as being for comparison: other",
        "note: not in the file: 1 agreement, see 'show agreements'",
        "note: not in the file: 2 calorific values",
      ])
    #expect(!saved.text.contains("agile") && saved.text.contains("\"other\""))
  }

  @Test func aFileThatExistsIsKept() throws {
    let session = try TestSession()
    let path = try folder.write("precious", to: "home.json")
    #expect(
      try session.run("save config into! \(path)")
        == "error: there are no meters to save, and no tariffs without dates\n")
    _ = try session.run("import examples/home/config.json")
    #expect(try session.run("save config into \(path)").hasPrefix("error: \(path) exists; "))
    #expect(try folder.text("home.json") == "precious")
    #expect(try saving.save("config", from: session, to: "home.json").text.hasPrefix("{\n"))
  }
}
