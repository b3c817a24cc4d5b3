import EnergyModel
import Interchange
import JSONText
import TestSupport
import Testing

/// Damaged answers of the API are understood in part or refused.
@Suite struct AnswerDamageTests {
  private static let account = """
    {"number":"A-1234ABCD","properties":[{"moved_in_at":"2022-04-01T00:00:00+01:00",
    "moved_out_at":null,"electricity_meter_points":[{"mpan":"1000000000017","is_export":false,
    "meters":[{"serial_number":"NEW1"},{"serial_number":"OLD1"}],"agreements":[
    {"tariff_code":"E-1R-AGILE-23-12-06-C","valid_from":"2023-07-02T00:00:00+01:00","valid_to":null},
    {"tariff_code":"E-1R-VAR-22-11-01-C","valid_from":"2022-04-01T00:00:00+01:00",
    "valid_to":"2023-03-01T00:00:00Z"}]}],"gas_meter_points":[{"mprn":"1234567890","meters":[]}]}]}
    """
  private static let readings = """
    {"count":2,"next":null,"results":[{"consumption":0.25,
    "interval_start":"2023-07-01T00:30:00+01:00","interval_end":"2023-07-01T01:00:00+01:00"},
    {"consumption":1e-1,"interval_start":"2023-07-01T00:00:00Z","interval_end":"2023-07-01T00:30:00Z"}]}
    """
  private static let prices = """
    {"results":[{"value_exc_vat":20.5,"value_inc_vat":21.525,"valid_from":"2023-07-01T00:00:00Z",
    "valid_to":null,"payment_method":"DIRECT_DEBIT"},{"value_exc_vat":-1,"value_inc_vat":-1.05,
    "valid_from":"2023-06-30T23:00:00Z","valid_to":"2023-07-01T00:00:00Z","payment_method":null}]}
    """

  /// The objects that damaged texts of an answer still are.
  private func objects(_ answer: String, seed: UInt64) -> [JSONObject] {
    var random = SeededGenerator(seed: seed)
    return (0..<1500).compactMap { _ in
      let bytes = random.damaged(Array(answer.utf8))
      var reader = JSONReader(bytes[...])
      return try? reader.document()?.object("it")
    }
  }

  private func rows(_ object: JSONObject) -> [JSONObject] {
    (try? object.value("results")?.objects("results")) ?? []
  }

  @Test func accounts() {
    var read = 0
    for object in objects(AnswerDamageTests.account, seed: 61) {
      do throws(ImportError) {
        let account = try AccountAnswer(object, path: "x")
        read += account.points.count
        #expect(account.points.allSatisfy { MeterPoint.isNumber($0.number, of: $0.flow) })
      } catch {
        #expect(error.path == "x")
      }
    }
    #expect(read > 60)
  }

  @Test func pagesOfReadings() {
    var read = 0
    for object in objects(AnswerDamageTests.readings, seed: 62) {
      var readings = ConsumptionRows(unit: .kWh, from: nil, to: nil)
      readings.add(rows(object))
      for day in readings.consumeDays() {
        read += day.values.count { $0 != DayReadings.missing }
        #expect(day.values.allSatisfy { (DayReadings.missing...DayReadings.limit).contains($0) })
      }
    }
    #expect(read > 100)
  }

  @Test func pagesOfPrices() {
    var read = 0
    for object in objects(AnswerDamageTests.prices, seed: 63) {
      do throws(ImportError) {
        read += try RatesFile.read(rows(object), path: "x", kind: .unit, flow: .import).rows.count
      } catch {
        #expect(error.path == "x")
      }
    }
    #expect(read > 60)
  }

  @Test func answersKeptAsFiles() {
    var random = SeededGenerator(seed: 64)
    var read = 0
    for _ in 0..<1500 {
      let bytes = random.damaged(Array(AnswerDamageTests.readings.utf8))
      let contents = try? ConsumptionAnswer.read(bytes, path: "x", unit: .kWh)
      read += contents?.days.count ?? 0
    }
    #expect(read > 20)
  }
}
