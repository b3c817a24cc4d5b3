import EnergyModel
import Testing

@testable import OctopusAPI

/// Which addresses are of the API's origin, and how requests are written.
@Suite struct AddressTests {
  @Test(arguments: [
    ("https://api.octopus.energy/v1", "https://api.octopus.energy/v1/products/X/"),
    ("https://api.octopus.energy/v1/", "https://api.octopus.energy/v1/products/X/"),
    ("HTTPS://API.octopus.energy:443/v1/", "https://api.octopus.energy/v1/products/X/"),
    ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/products/X/"),
    ("http://localhost/v1/", "http://localhost/v1/products/X/"),
    ("http://[::1]:8080/v1/", "http://[::1]:8080/v1/products/X/"),
  ])
  func roots(text: String, url: String) throws {
    #expect(try APIBase(text).url(.product("X")) == url)
  }

  @Test(arguments: [
    "http://api.octopus.energy/v1/", "http://127.evil.example/v1/", "http://128.0.0.1/",
    "http://localhost.evil.example/",
  ])
  func plainHTTPIsForThisMachineOnly(text: String) {
    #expect(throws: APIBase.Flaw.insecure) { try APIBase(text) }
  }

  @Test(arguments: [
    "", "api.octopus.energy", "ftp://api.octopus.energy/", "https://", "https:///v1/",
    "https://user@api.octopus.energy/v1/", "https://api.octopus.energy/v1/?x=1",
    "https://api.octopus.energy:99999/", "https://api octopus/", "https://api\\octopus/",
  ])
  func whatIsNoRoot(text: String) {
    #expect(throws: APIBase.Flaw.form) { try APIBase(text) }
  }

  @Test(arguments: [
    ("https://api.octopus.energy/v1/x/?page=2", "/v1/x/?page=2"),
    ("https://API.OCTOPUS.ENERGY:443/v1/x/", "/v1/x/"), ("/v1/x/", "/v1/x/"),
    ("https://api.octopus.energy?page=3", "/?page=3"),
    ("https://api.octopus.energy/v1/#top", "/v1/"),
  ])
  func placesOfTheSameOrigin(place: String, target: String) {
    #expect(APIBase.octopus.target(at: place) == target)
  }

  /// Each of these is another machine to some program that reads addresses.
  @Test(arguments: [
    "http://api.octopus.energy/v1/", "https://api.octopus.energy:8443/v1/",
    "https://evil.example/v1/", "//evil.example/v1/", "https://api.octopus.energy@evil.example/",
    "https://api.octopus.energy.evil.example/", "https://evil.example\\@api.octopus.energy/",
    "https://api.octopus.energy\\.evil.example/", "https:/evil.example/", "v1/x/", "",
    "https://api.octopus.energy%2f@evil.example/", "/v1/\r\nHost: evil.example",
    "https://аpi.octopus.energy/",
  ])
  func placesElsewhere(place: String) {
    #expect(APIBase.octopus.target(at: place) == nil)
  }

  @Test func requestsAreEncoded() throws {
    let meter = MeterKey(
      number: "1000000000017", serial: "../x y/ü", unit: .electricityImportingKWh)
    let request = APIRequest.consumption(
      of: meter, from: Instant(seconds: 1_688_166_000), to: Instant(seconds: 1_688_252_400))
    #expect(
      APIBase.octopus.url(request)
        == "https://api.octopus.energy/v1/electricity-meter-points/1000000000017/meters/"
        + "..%2Fx%20y%2F%C3%BC/consumption/?period_from=2023-06-30T23:00:00Z"
        + "&period_to=2023-07-01T23:00:00Z&page_size=25000&order_by=period")
  }

  /// The API takes no end without a start.
  @Test func anEndAloneIsNotAsked() {
    let meter = MeterKey(number: "7000000009", serial: "G1", unit: .gasImportingM3)
    let request = APIRequest.consumption(of: meter, from: nil, to: Instant(seconds: 0))
    #expect(
      request.target == "gas-meter-points/7000000009/meters/G1/consumption/"
        + "?page_size=25000&order_by=period")
  }
}
