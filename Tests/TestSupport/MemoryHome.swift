package import EnergyModel
package import QueryEngine
package import Tariffs

/// A home whose readings are arrays: what the engine is tested on without a cache.
package struct MemoryHome: ReadingSource, RateSource, Sendable {
  /// The names and extents, as a cache would give them.
  package private(set) var catalog = Catalog()
  private var days: [Meter.ID: [Int: [Int64]]] = [:]
  private var costs: [Meter.ID: [Int: [SupplierCost]]] = [:]
  private var revised: [Meter.ID: [Revision]] = [:]
  /// The rows of dated tariffs, by name and kind.
  private var dated: [String: [DatedKind: [DatedRate]]] = [:]

  package init() {}

  /// A meter at the meter point of that number, which is made when it isn't there.
  @discardableResult
  package mutating func addMeter(
    _ number: String, _ flow: Flow = .import, serial: String = "S1", unit: MeterUnit = .kWh,
    alias: String? = nil
  ) -> Meter {
    let point =
      catalog.points.first { $0.number == number }
      ?? MeterPoint(id: Int64(catalog.points.count + 1), number: number, flow: flow, alias: alias)
    if !catalog.points.contains(point) { catalog.points.append(point) }
    let meter = Meter(
      id: Int64(catalog.meters.count + 1), meterPointID: point.id, serial: serial, unit: unit)
    catalog.meters.append(Catalog.MeterRecord(meter: meter, readings: nil))
    return meter
  }

  package mutating func add(_ tariff: Tariff) { catalog.tariffs.append(tariff) }

  /// Calorific values, by day.
  package mutating func add(_ values: [CalorificValue]) { catalog.calorificValues += values }

  /// Rates of VAT beside the built-in ones.
  package mutating func add(_ entries: [VATTable.Entry]) { catalog.vat = VATTable(set: entries) }

  /// Rows of a dated tariff.
  package mutating func add(_ rates: [DatedRate], _ kind: DatedKind, to tariff: String) {
    dated[tariff, default: [:]][kind, default: []] += rates
  }

  package func datedRates(
    of tariff: String, _ kind: DatedKind, overlapping range: TimeRange
  ) -> [DatedRate] {
    (dated[tariff]?[kind] ?? []).filter { $0.overlaps(range) }
      .sorted { ($0.validFrom?.seconds ?? .min) < ($1.validFrom?.seconds ?? .min) }
  }

  package func paymentMethods(
    of tariff: String, overlapping range: TimeRange
  ) -> Set<PaymentMethod?> {
    let kinds: [DatedKind] = [.unit, .day, .night, .standing]
    return Set(
      kinds.flatMap { datedRates(of: tariff, $0, overlapping: range) }.map(\.paymentMethod))
  }

  /// What a meter had read before it was revised, in order of the revisions.
  package mutating func add(_ revisions: [Revision], to meter: Meter) {
    revised[meter.id, default: []] += revisions
  }

  package func revisions(meter: Meter.ID, halfHours: Range<Int>) -> [Revision] {
    (revised[meter] ?? []).filter { halfHours.contains($0.halfHour) }
  }

  /// An agreement of the meter's point for some of Britain's local days.
  package mutating func assign(
    _ tariff: String, to meter: Meter, from: LocalDay, until: LocalDay? = nil
  ) {
    let zone = londonZone()
    assign(
      tariff, to: meter, from: zone.start(of: from), until: until.map { zone.start(of: $0) })
  }

  /// An agreement of the meter's point.
  package mutating func assign(
    _ tariff: String, to meter: Meter, from: Instant, until: Instant? = nil
  ) {
    catalog.agreements.append(
      Agreement(meterPointID: meter.meterPointID, tariff: tariff, from: from, until: until))
  }

  /// Readings in millionths of a kWh or m³, one a half-hour; nil leaves what is there.
  package mutating func store(
    _ values: some Sequence<Int64?>, from halfHour: Int, of meter: Meter
  ) {
    for (index, value) in values.enumerated() {
      guard let value else { continue }
      let (day, slot) = (halfHour + index).dayAndSlot
      days[meter.id, default: [:]][day, default: DayReadings.blank][slot] = value
    }
    let times = readings(of: meter.id).flatMap { day in
      day.values.indices.filter { day.values[$0] >= 0 }.map { day.day * 48 + $0 }
    }
    guard let first = times.first, let last = times.last else { return }
    for index in catalog.meters.indices where catalog.meters[index].meter == meter {
      catalog.meters[index].readings = first...last
    }
  }

  /// The supplier's own costs in pence, one a half-hour; nil leaves what is there.
  package mutating func storeCosts(
    _ pence: some Sequence<String?>, from halfHour: Int, of meter: Meter
  ) {
    for (index, text) in pence.enumerated() {
      let amount = text.flatMap { DecimalText.digits(of: $0.utf8, scale: SupplierCost.decimals) }
      guard let amount else { continue }
      let (day, slot) = (halfHour + index).dayAndSlot
      costs[meter.id, default: [:]][day, default: SupplierCostDay.blank][slot].amount = amount.value
    }
  }

  package func supplierCosts(of meter: Meter.ID, days: Range<Int>) -> SupplierCosts {
    let known = (costs[meter] ?? [:]).filter { days.contains($0.key) }
    return SupplierCosts(known.map { (key: $0.key, value: CompactCostDay($0.value)) })
  }

  /// What a meter has read, in order.
  package func readings(of meter: Meter.ID) -> [DayReadings] {
    (days[meter] ?? [:]).sorted { $0.key < $1.key }.map {
      DayReadings(day: $0.key, values: $0.value)
    }
  }

  package var cancellation = Cancellation.never

  package func scan(
    meter: Meter.ID, days: Range<Int>, _ body: (Int, UnsafePointer<Int64>) throws -> Void
  ) rethrows {
    for day in readings(of: meter) where days.contains(day.day) {
      try day.values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        try body(day.day, base)
      }
    }
  }
}

extension Int {
  /// The UTC day of a half-hour number and its place 0…47 in it.
  fileprivate var dayAndSlot: (day: Int, slot: Int) {
    let day = flooredDivision(by: 48)
    return (day, self - day * 48)
  }
}
