import TestSupport
import Testing

private let number = "A-1234ABCD"

/// A home whose Octopus has that account.
private func home(_ account: String) throws -> FetchingHome {
  var contents = FakeOctopus.Contents()
  contents.accounts[number] = account
  return try FetchingHome(contents)
}

/// Seconds of a column as UTC to the minute.
private func time(_ column: String) -> String {
  "strftime('%Y-%m-%d %H:%M', \(column), 'unixepoch')"
}

/// Two properties of which one was left, replaced and ghost meters, an export point that shares its
/// serial, and agreements in every state.
private let oddAccount = """
  {"number":"A-1234ABCD","brand":"X","properties":[
   {"id":1,"moved_in_at":"2022-04-01T00:00:00+01:00","moved_out_at":null,"unknown":{"a":[1]},
    "electricity_meter_points":[
     {"mpan":"1000000000017","is_export":false,"profile_class":1,
      "meters":[{"serial_number":"NEW1","registers":[{"identifier":"1"}]},
                {"serial_number":"GHOST1","registers":[]},{"serial_number":"OLD1"},
                {"serial_number":"A\\u0007"}],
      "agreements":[
       {"tariff_code":"E-1R-AGILE-23-12-06-C","valid_from":"2023-07-02T00:00:00+01:00","valid_to":null},
       {"tariff_code":"E-1R-VAR-22-11-01-C","valid_from":"2022-04-01T00:00:00+01:00",
        "valid_to":"2023-03-01T00:00:00Z"},
       {"tariff_code":"E-1R-VAR-22-11-01-C","valid_from":"2023-07-01T00:00:00+01:00",
        "valid_to":"2023-07-02T00:00:00+01:00"},
       {"tariff_code":"E-2R-VAR-22-11-01-C","valid_from":"2023-07-01T00:00:00+01:00",
        "valid_to":"2023-07-01T00:00:00+01:00"},
       {"tariff_code":null,"valid_from":"2023-07-01T00:00:00+01:00","valid_to":null}]},
     {"mpan":"1000000000025","is_export":true,"meters":[{"serial_number":"NEW1"}],
      "agreements":[
       {"tariff_code":"E-1R-OUTGOING-19-05-13-C","valid_from":"2023-01-01T00:00:00Z",
        "valid_to":"2023-06-01T00:00:00+01:00"},
       {"tariff_code":"E-1R-FLUX-EXPORT-23-02-14-C","valid_from":"2023-05-01T00:00:00+01:00",
        "valid_to":null}]}],
    "gas_meter_points":[]},
   {"id":2,"moved_in_at":"2020-11-30T00:00:00Z","moved_out_at":"2022-04-01T00:00:00+01:00",
    "electricity_meter_points":[
     {"mpan":"1000000000033","meters":[{"serial_number":"LEFT1"}],
      "agreements":[{"tariff_code":"E-1R-VAR-20-09-22-N","valid_from":null,
                     "valid_to":"2022-04-01T00:00:00+01:00"}]}]}]}
  """

func playOddAccounts() throws {
  try playBackdatedSwitch()
  let home = try home(oddAccount)
  let outcome = try home("fetch account a-1234abcd")
  #expect(outcome.status == 0)
  #expect(
    try home.rows(
      """
      SELECT number, flow, serial FROM meter JOIN meter_point ON meter_point.id = meter_point_id
      ORDER BY number, serial
      """) == [
        "1000000000017|import|GHOST1", "1000000000017|import|NEW1", "1000000000017|import|OLD1",
        "1000000000025|export|NEW1", "1000000000033|import|LEFT1",
      ])
  let agreements = """
    SELECT number, tariff.name, \(time("agreement.valid_from")), \(time("agreement.valid_until"))
    FROM agreement
    JOIN tariff ON tariff.id = tariff_id JOIN meter_point ON meter_point.id = meter_point_id
    ORDER BY number, agreement.valid_from
    """
  let expected = [
    "1000000000017|E-1R-VAR-22-11-01-C|2022-03-31 23:00|2023-03-01 00:00",
    "1000000000017|E-1R-VAR-22-11-01-C|2023-06-30 23:00|2023-07-01 23:00",
    "1000000000017|E-1R-AGILE-23-12-06-C|2023-07-01 23:00|",
    "1000000000033|E-1R-VAR-20-09-22-N|2020-11-30 00:00|2022-03-31 23:00",
  ]
  #expect(try home.rows(agreements) == expected)
  for text in [
    "note: an agreement of 1000000000017 has no tariff and was left out\n",
    "note: a meter of 1000000000017 has no serial number that can be typed and was left out\n",
    "note: meter GHOST1 of 1000000000017 has no register; it may never have read\n",
    "warning: 1000000000025 has two overlapping agreements in the account; neither was imported: "
      + "E-1R-OUTGOING-19-05-13-C from 2023-01-01 until 2023-06-01, and "
      + "E-1R-FLUX-EXPORT-23-02-14-C from 2023-05-01; to settle it: "
      + "fetch rates E-1R-OUTGOING-19-05-13-C as export; assign E-1R-OUTGOING-19-05-13-C to "
      + "1000000000025 from 2023-01-01 until 2023-06-01\n",
    "account A-1234ABCD: 2 properties, 1 of them since left, 3 meter points; "
      + "meters 5 new, 0 same, 0 revised; tariffs 3 new, 0 same, 0 revised; "
      + "agreements 4 new, 0 same, 0 revised, ",
    "note: no rates yet of E-1R-AGILE-23-12-06-C, E-1R-VAR-20-09-22-N, E-1R-VAR-22-11-01-C; "
      + "type: fetch rates\n",
  ] {
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }
  // An agreement that ends since then is changed; one made by hand is not undone.
  let ended = oddAccount.replacing(
    "02T00:00:00+01:00\",\"valid_to\":null",
    with: "02T00:00:00+01:00\",\"valid_to\":\"2023-08-01T00:00:00+01:00\"")
  home.octopus.change { $0.accounts[number] = ended }
  let second = try home("fetch account \(number)")
  #expect(second.errors.contains("meters 0 new, 5 same, 0 revised; "))
  #expect(second.errors.contains("agreements 0 new, 3 same, 1 revised, "))
  #expect(
    try home.rows(agreements)[2]
      == "1000000000017|E-1R-AGILE-23-12-06-C|2023-07-01 23:00|2023-07-31 23:00")
  let hand = try home(
    "unassign 1000000000017 from 2023-07-02; add tariff mine as import rate 30p; "
      + "assign mine to 1000000000017 from 2023-07-02; fetch account \(number)")
  #expect(hand.status == 0)
  #expect(
    hand.errors.contains(
      "note: 1000000000017 keeps mine from 2023-07-02; to follow the account: "
        + "unassign 1000000000017 from 2023-07-02; assign E-1R-AGILE-23-12-06-C to 1000000000017 "
        + "from 2023-07-02 until 2023-08-01"))
  #expect(try home.rows(agreements)[2] == "1000000000017|mine|2023-07-01 23:00|")
}

/// An agreement that the account dates back moves, and leaves no day without one.
private func playBackdatedSwitch() throws {
  func account(_ day: String) -> String {
    """
    {"number":"A-1234ABCD","properties":[{"electricity_meter_points":[
     {"mpan":"1000000000017","is_export":false,"meters":[{"serial_number":"S1"}],"agreements":[
      {"tariff_code":"E-1R-AGILE-23-12-06-C","valid_from":"\(day)T00:00:00+01:00","valid_to":null},
      {"tariff_code":"E-1R-VAR-22-11-01-C","valid_from":"2023-07-01T00:00:00+01:00",
       "valid_to":"\(day)T00:00:00+01:00"}]}]}]}
    """
  }
  let home = try home(account("2023-07-10"))
  #expect(try home("fetch account \(number)").status == 0)
  let dated = account("2023-07-05")
  home.octopus.change { $0.accounts[number] = dated }
  let second = try home("fetch account \(number)")
  #expect(second.errors.contains("agreements 0 new, 0 same, 2 revised"), "\(second.errors)")
  #expect(
    try home.rows("SELECT \(time("valid_from")), \(time("valid_until")) FROM agreement ORDER BY 1")
      == [
        "2023-06-30 23:00|2023-07-04 23:00", "2023-07-04 23:00|",
      ])
}

/// Nothing says what a gas meter counts, so that it is asked for; the two then go by their units.
func playGasUnits() throws {
  let home = try home(
    """
    {"number":"A-1234ABCD","properties":[{"moved_in_at":null,"moved_out_at":null,
     "gas_meter_points":[
      {"mprn":"7000000009","meters":[{"serial_number":"G1"}],"agreements":[
        {"tariff_code":"G-1R-VAR-22-11-01-C","valid_from":"2023-07-01T00:00:00+01:00","valid_to":null}]},
      {"mprn":"7000000017","meters":[{"serial_number":"G2"}],"agreements":[]}]}]}
    """)
  let account = try home("fetch account \(number)")
  #expect(account.status == 0)
  #expect(
    account.errors.contains(
      "note: meter G1 of 7000000009 reads m3 or kWh, but the account does not say which; if "
        + "its display shows m3: add meter 7000000009 serial G1 as gas unit m3\n"))
  #expect(try home.rows("SELECT count(*) FROM meter") == ["0"])
  // Until it is there, readings and status ask for it too.
  let asked = try home("fetch readings")
  #expect(
    asked.errors.contains(
      "7000000009: no meter; with the serial number on it: add meter 7000000009 serial S"))
  #expect(try home("status as csv").output.contains("add meter 7000000009 serial S as gas unit m3"))
  #expect(
    try home(
      "add meter 7000000009 serial G1 as gas unit m3; add meter 7000000017 serial G2 as gas"
    ).status == 0)
  home.octopus.change { contents in
    for meter in ["7000000009/G1", "7000000017/G2"] {
      contents.readings[meter] = FakeReading.series(from: "2023-06-30T23:00", ["1.5", "0"])
    }
  }
  #expect(try home("fetch readings gas").status == 0)
  #expect(home.octopus.requests.filter { $0.path.hasPrefix("/v1/gas-meter-points/") }.count == 2)
  #expect(
    try home.rows("SELECT serial, quantity, unit FROM reading ORDER BY 1, starts_at") == [
      "G1|1.5|m3", "G1|0.0|m3", "G2|1.5|kWh", "G2|0.0|kWh",
    ])
  // Known by now, so the account has nothing to ask.
  #expect(try !home("fetch account \(number)").errors.contains("does not say which"))
}

/// While Octopus moves a home there may be nothing in its account; what the cache has stays.
func playEmptyAccount() throws {
  let home = try home(oddAccount)
  #expect(try home("fetch account \(number)").status == 0)
  let before = try home.octowatt.dump()
  for account in [
    #"{"number":"A-1234ABCD","properties":[]}"#,
    #"{"number":"A-1234ABCD","properties":[{"id":1,"electricity_meter_points":[]}]}"#,
  ] {
    home.octopus.change { $0.accounts[number] = account }
    let outcome = try home("fetch account \(number)")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "warning: Octopus lists no meter points for it at the moment; the cache is unchanged\n"))
    #expect(try home.octowatt.dump() == before)
  }
}
