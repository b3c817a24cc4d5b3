package import EnergyModel
import GRDB

extension CacheWriter {
  /// A reading that was replaced by another value.
  package struct Revision: Hashable, Sendable {
    var meter: Meter.ID
    var halfHour: Int
    /// The replaced value in millionths of a kWh or m³.
    var previous: Int64
  }

  /// The counts of readings stored for one meter, and the values that were replaced.
  package struct Stored: Hashable, Sendable {
    package var counts = MergeCounts()
    package var revisions: [Revision] = []
    /// Half-hours for which another meter of the same meter point has a reading too.
    package var doubleCount = 0
    /// Readings left out because another meter of the point has the same value.
    package var copies = 0
    /// Readings left out because another meter of the point gave a different value first.
    package var conflicts = 0

    package init() {}

    /// Replaces a reading by another value, or by none.
    fileprivate mutating func revise(
      _ reading: inout Int64, to value: Int64, of meter: Meter.ID, at halfHour: Int
    ) {
      counts.revised += 1
      revisions.append(Revision(meter: meter, halfHour: halfHour, previous: reading))
      reading = value
    }
  }

  /// The meter that first gave each half-hour of a meter point, for sources that give the point's
  /// readings under each of its serials.
  package struct PointReadings: Sendable {
    fileprivate var givers: [Int: Meter.ID] = [:]

    package init() {}
  }

  /// Merges readings into the stored days.
  package func store(_ days: some Sequence<DayReadings>, of meter: Meter) throws -> Stored {
    var merge = try ReadingMerge(into: self, of: meter, givers: nil)
    for day in days { try merge.store(day) }
    return merge.result
  }

  /// Merges readings from a source in which each half-hour of a meter point has one value.
  ///
  /// A reading stays with the meter that has it and is revised there; but within the source, whose
  /// earlier readings `point` holds, the first value wins.
  package func store(
    _ days: [DayReadings], of meter: Meter, as point: inout PointReadings
  ) throws -> Stored {
    var merge = try ReadingMerge(into: self, of: meter, givers: point.givers)
    point.givers = [:]
    defer { point.givers = merge.givers ?? [:] }
    for day in days { try merge.store(day) }
    return merge.result
  }
}

/// A merge of one meter's readings into the stored ones.
private struct ReadingMerge {
  private struct Neighbour {
    var id: Meter.ID
    var countsTheSame: Bool
    /// The half-hours from its first reading to its last; read only if half-hours have one value
    /// for each meter point.
    var span: ClosedRange<Int>?

    mutating func extend(to halfHour: Int) {
      let known = span ?? halfHour...halfHour
      span = min(known.lowerBound, halfHour)...max(known.upperBound, halfHour)
    }
  }

  /// The meters of the meter point, the one being merged first.
  private var meters: [Neighbour]
  private let select: Statement
  private let upsert: Statement
  private let cancellation: Cancellation
  private(set) var givers: [Int: Meter.ID]?
  private(set) var result = CacheWriter.Stored()

  /// `givers` are those of ``CacheWriter/PointReadings``; nil where meters have their own values.
  init(into writer: CacheWriter, of meter: Meter, givers: [Int: Meter.ID]?) throws {
    let db = writer.db
    self.givers = givers
    cancellation = writer.cancellation
    select = try db.cachedStatement(
      sql: """
        SELECT \(DayTable.readings.columns) FROM reading_day WHERE meter_id = ? AND day = ?
        """)
    upsert = try db.cachedStatement(
      sql: """
        INSERT INTO reading_day(meter_id, day, readings, checksum) VALUES (?, ?, ?, ?)
        ON CONFLICT(meter_id, day)
          DO UPDATE SET readings = excluded.readings, checksum = excluded.checksum
        """)
    meters = try db.stored(
      """
      SELECT other.id AS id, other.unit = meter.unit AS countsTheSame
      FROM meter JOIN meter AS other USING (meter_point_id)
      WHERE meter.id = ? ORDER BY other.id <> meter.id, other.id
      """, [meter.id], of: "meter", by: "id"
    ).map {
      Neighbour(id: try $0["id"], countsTheSame: try $0["countsTheSame"])
    }
    guard givers != nil, meters.count > 1 else { return }
    for index in meters.indices {
      meters[index].span = try Cache.extent(db, of: meters[index].id)
    }
  }

  mutating func store(_ day: DayReadings) throws {
    try cancellation.check()
    let date = LocalDay(number: day.day).description
    let stored = try meters.map { try self.stored(of: $0.id, on: date, givenAs: day) }
    if givers == nil, stored.allSatisfy({ $0 == nil }) {
      result.counts.new += day.values.count { $0 != DayReadings.missing }
      return try write(day.values, of: meters[0].id, on: date)
    }
    let before = stored.map { $0?.values ?? DayReadings.blank }
    var days = before
    for (slot, value) in day.values.enumerated() where value != DayReadings.missing {
      store(value, at: day.day * 48 + slot, slot, of: &days)
    }
    for (index, values) in days.enumerated()
    where values != before[index] || stored[index]?.isDoubtful ?? false {
      try write(values, of: meters[index].id, on: date)
    }
  }

  /// The stored readings of a day, and whether they don't match their checksum; nil for none.
  ///
  /// - Throws: ``CacheError/damaged(row:reason:)`` for a row that can't be read, or that does not match
  ///   its checksum while `day` leaves readings of it as they are: they would pass for sound.
  private func stored(
    of meter: Meter.ID, on date: String, givenAs day: DayReadings
  ) throws -> (values: [Int64], isDoubtful: Bool)? {
    let rows = try StoredRows(select, [meter, date], of: "reading_day", by: ["day"])
    guard try rows.step() else { return nil }
    let values = try DayText.values(rows.row[3], meter: meter, day: date)
    guard case .mismatch = DayTable.readings.verdict(rows.handle) else { return (values, false) }
    guard
      zip(values, day.values).allSatisfy({
        $0 == DayReadings.missing || $1 != DayReadings.missing
      })
    else { throw DayTable.readings.damage(rows.handle) }
    return (values, true)
  }

  private func write(_ values: [Int64], of meter: Meter.ID, on date: String) throws {
    let text = DayText.text(values)
    try upsert.execute(arguments: [meter, date, text, DayChecksum.of(meter, date, text)])
  }

  /// `days` holds the stored values of that day for each of ``meters``.
  private mutating func store(
    _ value: Int64, at halfHour: Int, _ slot: Int, of days: inout [[Int64]]
  ) {
    let others = days.indices.dropFirst().filter { days[$0][slot] != DayReadings.missing }
    let holders = givers == nil ? [] : others.filter { meters[$0].countsTheSame }
    result.doubleCount += others.count - holders.count
    for holder in holders {
      if days[holder][slot] == value {
        result.copies += 1
      } else {
        revise(&days[holder][slot], to: value, of: meters[holder].id, at: halfHour)
      }
    }
    let own = days[0][slot]
    if !holders.isEmpty {
      if own != DayReadings.missing {
        revise(&days[0][slot], to: DayReadings.missing, of: meters[0].id, at: halfHour)
      }
    } else if own == DayReadings.missing {
      let owner = owner(of: halfHour)
      days[owner][slot] = value
      meters[owner].extend(to: halfHour)
      result.counts.new += 1
    } else if own == value {
      result.counts.same += 1
    } else {
      revise(&days[0][slot], to: value, of: meters[0].id, at: halfHour)
    }
    if givers?[halfHour] == nil { givers?[halfHour] = meters[0].id }
  }

  /// The index of the meter that gets a half-hour which no meter has yet.
  ///
  /// That is the meter whose readings are around it or, once another went on where this one ended,
  /// that other. It keeps a meter's expected half-hours free of holes that another meter fills.
  private func owner(of halfHour: Int) -> Int {
    guard givers != nil else { return 0 }
    let peers = meters.indices.dropFirst().filter { meters[$0].countsTheSame }
    if let around = peers.first(where: { meters[$0].span?.contains(halfHour) ?? false }) {
      return around
    }
    guard let own = meters[0].span?.upperBound else { return 0 }
    func end(_ index: Int) -> Int { meters[index].span?.upperBound ?? .min }
    let later = peers.filter { own < end($0) && end($0) < halfHour }
    return later.max { end($0) < end($1) } ?? 0
  }

  /// Revises a stored reading, unless another meter of the point gave it in this same source.
  private mutating func revise(
    _ reading: inout Int64, to value: Int64, of id: Meter.ID, at halfHour: Int
  ) {
    if value != DayReadings.missing, let giver = givers?[halfHour], giver != meters[0].id,
      meters.contains(where: { $0.id == giver && $0.countsTheSame })
    {
      result.conflicts += 1
      return
    }
    result.revise(&reading, to: value, of: id, at: halfHour)
  }
}
