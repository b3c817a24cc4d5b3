import Commands
import Foundation
import Shell
import Testing

/// What `import` asks for when a file of readings does not name its meter.
@Suite struct MeterQuestionTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(component: "octowatt-questions-\(UUID())")

  /// What a statement prints where the answers are these, and the questions that were put.
  private func run(
    _ statements: [String], _ answers: [String]
  ) throws -> (printed: String, questions: [String]) {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(component: "c.csv").path
    try """
    Consumption (kwh), Start, End
    0.5, 2023-07-01T00:00:00+01:00, 2023-07-01T00:30:00+01:00

    """.write(toFile: file, atomically: true, encoding: .utf8)
    let session = try TestSession()
    var (left, questions) = (answers[...], [String]())
    session.session.workspace.questions.ask = { question in
      questions.append(question.replacing(file, with: "c.csv"))
      return left.popFirst()
    }
    var printed = ""
    for statement in statements {
      printed = try session.run(statement.replacing("c.csv", with: "'\(file)'"))
    }
    return (printed.replacing(file, with: "c.csv"), questions)
  }

  private let number = "c.csv does not name its meter. Its number, or a meter's name: "
  private let flow = "import or export: "
  private let alias = "a name for it, or Enter for none: "

  @Test func aNewMeterIsAskedFor() throws {
    let (printed, questions) = try run(
      ["import c.csv", "describe house"], ["1000000000017 ", "Export", "house"])
    #expect(questions == [number, flow, alias])
    #expect(printed.contains("1000000000017") && printed.contains("export"))
  }

  @Test func aNumberForGasTellsItsFlow() throws {
    let (printed, questions) = try run(["import c.csv", "show meters as csv"], ["7000001", ""])
    #expect(questions == [number, alias])
    #expect(printed.contains("7000001,7000001,gas,unknown,kWh"))
  }

  @Test func aNameIsAskedItsNumber() throws {
    let (printed, questions) = try run(
      ["import c.csv for house as import create meters", "show meters as csv"], ["1000000000017"])
    #expect(questions == ["the number of house, an MPAN or MPRN: "])
    #expect(printed.contains("house,1000000000017,import,unknown,kWh"))
  }

  @Test func aKnownMeterIsAnAnswer() throws {
    let add = "add meter 1000000000017 as import alias house"
    let (printed, questions) = try run([add, "import c.csv"], ["House"])
    #expect(questions.count == 1)
    #expect(printed.contains("c.csv: readings 1 new"))
  }

  @Test func nothingIsCreatedWithoutAYes() throws {
    let (printed, questions) = try run(["import c.csv for 1000000000017 as import"], ["no"])
    #expect(questions == ["there is no meter '1000000000017'. Create it? [y/N] "])
    #expect(
      printed.contains(
        "there is no meter '1000000000017'; to create it, type: import 'c.csv' "
          + "for 1000000000017 as import create meters")
        || printed.contains("type: import c.csv for 1000000000017 as import create meters"))
  }

  @Test(arguments: [[], [""], ["house"], ["house", ""], ["1000000000017", "both"]])
  func withoutAnswersTheLineIsPrinted(answers: [String]) throws {
    let (printed, _) = try run(["import c.csv"], answers)
    #expect(printed.contains("type: import c.csv for"))
  }

  /// A number that can't be one is asked for once more, and the line to type is one for import.
  @Test func aWrongNumberIsAskedForAgain() throws {
    let ask = "the number of house, an MPAN or MPRN: "
    let again =
      "'yes' is not an MPAN of 13 digits or an MPRN of 6 to 10 digits; " + ask
    let (printed, questions) = try run(
      ["import c.csv", "show meters as csv"],
      ["house", "yes", "1000000000017", "import"])
    #expect(questions == [number, ask, again, flow])
    #expect(printed.contains("house,1000000000017,import,unknown,kWh"))
    let (refused, twice) = try run(["import c.csv"], ["house", "yes", "no"])
    #expect(twice == [number, ask, again])
    #expect(refused.contains(" for house number NUMBER as import create meters, with an MPAN "))
  }

  /// The meters that could have such readings are named, while they are few.
  @Test func theMetersThereAreAreNamed() throws {
    let gas = "add meter 7000001 as gas unit m3 alias boiler"
    let house = "add meter 1000000000017 as import alias house"
    let named = "c.csv does not name its meter. Its number, or a meter's name (house): "
    #expect(try run([gas, "import c.csv"], []).questions == [number])
    #expect(try run([gas, house, "import c.csv"], []).questions == [named])
    let more = (1...3).map { "add meter 100000000002\($0) as import" }
    #expect(try run([house] + more + ["import c.csv"], []).questions == [number])
  }

  /// Who leaves a question is asked nothing about the other files.
  @Test func noAnswerIsOneForAllFiles() throws {
    let (printed, questions) = try run(["import c.csv c.csv"], [])
    #expect(questions == [number])
    #expect(printed.ranges(of: "the file does not name its meter; type: ").count == 2)
    #expect(try run(["import c.csv c.csv"], ["", ""]).questions == [number, number])
  }
}
