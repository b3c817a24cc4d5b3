package import EnergyModel
import GRDB

extension CacheWriter {
  /// A half-hour's costs of the supplier, of which one was replaced by another value.
  package struct CostRevision: Hashable, Sendable {
    var meter: Meter.ID
    var halfHour: Int
    var previous: SupplierCost
  }

  /// The counts of half-hours whose costs were stored, and the values that were replaced.
  package struct StoredCosts: Hashable, Sendable {
    package var counts = MergeCounts()
    package var revisions: [CostRevision] = []

    package init() {}
  }

  /// Merges a supplier's costs into the stored days; what the new ones don't say stays.
  package func store(_ days: SupplierCosts, of meter: Meter) throws -> StoredCosts {
    var result = StoredCosts()
    let upsert = try db.cachedStatement(
      sql: """
        INSERT INTO supplier_cost_day(meter_id, day, amounts, standing, checksum)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT(meter_id, day)
          DO UPDATE SET amounts = excluded.amounts, standing = excluded.standing,
            checksum = excluded.checksum
        """)
    for day in days {
      try cancellation.check()
      let known = try Cache.supplierCosts(
        db, of: meter.id, days: day.day..<day.day + 1, cancellation: cancellation
      ).first?.costs
      let costs = result.merge(day, into: known ?? SupplierCostDay.blank, of: meter.id)
      guard costs != known else { continue }
      let date = LocalDay(number: day.day).description
      try DayTable.supplierCosts.refuseDamage(db, of: meter.id, on: date)
      let amounts = CostDayText.text(costs.lazy.map(\.amount))
      let standing = CostDayText.text(costs.lazy.map(\.standing))
      try upsert.execute(arguments: [
        meter.id, date, amounts, standing, DayChecksum.of(meter.id, date, amounts, standing),
      ])
    }
    return result
  }

  /// Stores the costs that an import replaced.
  func store(_ revisions: [CostRevision], import entry: Int64) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO supplier_cost_revision(
          import_id, meter_id, starts_at, previous_amount, previous_standing)
        VALUES (?, ?, ?, ?, ?)
        """)
    for revision in revisions {
      try insert.execute(arguments: [
        entry, revision.meter, Instant(halfHour: revision.halfHour).seconds,
        revision.previous.amount.map { SupplierCost.pence($0).text },
        revision.previous.standing.map { SupplierCost.pence($0).text },
      ])
    }
  }
}

extension CacheWriter.StoredCosts {
  /// The costs of a day with the new ones, which are counted.
  fileprivate mutating func merge(
    _ new: SupplierCostDay, into known: [SupplierCost], of meter: Meter.ID
  ) -> [SupplierCost] {
    var merged = known
    for (slot, cost) in new.costs.enumerated() where !cost.isEmpty {
      let before = known[slot]
      let after = SupplierCost(
        amount: cost.amount ?? before.amount, standing: cost.standing ?? before.standing)
      merged[slot] = after
      if after == before {
        counts.same += 1
      } else if before.amount ?? after.amount == after.amount,
        before.standing ?? after.standing == after.standing
      {
        counts.new += 1
      } else {
        counts.revised += 1
        revisions.append(
          CacheWriter.CostRevision(
            meter: meter, halfHour: new.day * 48 + slot, previous: before))
      }
    }
    return merged
  }
}
