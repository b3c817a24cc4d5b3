import EnergyModel
import QueryLanguage
import Tariffs

/// Adds the segments of one scan to the sums of their groups.
final class GroupAdder {
  private let path: GroupPath
  private let table: GroupTable
  private let expected: Range<Int>
  private let choice: HalfHourChoice
  /// The summand: each quantity times the number of its half-hour.
  private let addend: Addend
  private let parts: PartAdder?
  /// Where readings wait that go the same way; nil where each goes its own.
  private let week: WeekSums?
  private var way = Way()
  /// The volume read by meters in m³, in millionths, by group; empty unless asked for.
  private(set) var volumes: [Int: Int128]?
  /// Whether a sum left the range of `Int128`; the result is then refused.
  private(set) var overflowed = false

  /// A series of the scan.
  private struct Addend {
    /// Its position among those of the scan; nil where readings are but counted.
    let series: Int?
    let numbers: [Int64]
  }

  /// The path that all readings in ``week`` share.
  private struct Way: Equatable {
    var base = 0
    /// The positions for slot 0 of the addend's number and of the price; -1 where there are none.
    var number = -1
    var price = -1
  }

  /// Adds one series of the scan, or readings alone.
  ///
  /// `series`: the position of one among those of the scan; nil where readings are but counted.
  /// `parts`: where priced half-hours are added up once more.
  init(
    scan index: Int, of plan: Plan, by grouping: Grouping, series: Int?, addsVolumes: Bool,
    into table: GroupTable, parts: PartAdder?
  ) {
    let scan = plan.scans[index]
    path = GroupPath(scan: index, of: plan, by: grouping)
    self.table = table
    expected = scan.expected
    choice = HalfHourChoice(
      scan, plan.filter, needsRows: grouping.hasLabels || parts != nil)
    addend = Addend(series: series, numbers: series.map { scan.series[$0].values.numbers } ?? [])
    self.parts = parts
    volumes = addsVolumes && scan.meter.unit == .m3 ? [:] : nil
    // Numbers and groups that change with the day have nothing to wait for.
    let spans = scan.series.map(\.values.spans.count).max() ?? 0
    let goesTogether =
      !grouping.isByDay && !choice.isOfReadings && volumes == nil && parts?.isByDay != true
      && spans * 8 <= plan.period.range.halfHours.count / 48
    week =
      goesTogether
      ? WeekSums(hasWeekdays: path.dependsOnWeekday || plan.filter.times != nil) : nil
  }

  /// `read` holds the quantities that the meter itself read.
  func add(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>
  ) {
    let (base, step) = path.base(stretch)
    if let week, let way = way(of: stretch, base) {
      if way != self.way {
        emptyWeek()
        self.way = way
      }
      if week.add(stretch, values, expected: expected) { return }
    }
    if choice.isAll, !table.isSparse, volumes == nil {
      addAll(stretch, values, base: base, step: step)
    } else {
      addSome(stretch, values, read, base: base, step: step)
    }
  }

  /// Has to be called behind the last stretch.
  func finish() { emptyWeek() }

  // MARK: Together

  /// Nil where a number is not by the clock.
  private func way(of stretch: MeterWalk.Segment, _ base: Int) -> Way? {
    guard let number = stretch.clock(addend.series), let price = stretch.clock(choice.series) else {
      return nil
    }
    return Way(base: base, number: number, price: price)
  }

  private func emptyWeek() {
    let none = HalfHourNumbers.none
    let (way, choice, path, table, numbers) = (way, choice, path, table, addend.numbers)
    var overflowed = false
    week?.empty { place, waiting in
      let slot = place % 48
      guard choice.passes(place: place) else { return }
      let row = choice.row(at: way.price < 0 ? nil : way.price + slot)
      guard choice.passes(row: row) else { return }
      let group = way.base + path.offset(place: place, row: row)
      let sum = table.sum(of: group)
      sum.pointee.missing += Int(waiting.missing)
      let present = Int(waiting.present)
      guard present > 0 else { return }
      guard choice.passesRate(at: way.price < 0 ? nil : way.price + slot) else {
        sum.pointee.excluded += present
        return
      }
      let number = way.number < 0 ? none : numbers[way.number + slot]
      let overflow = sum.pointee.add(
        waiting.quantity, count: present, times: number, none: none)
      let partOverflow = parts?.add(
        waiting.quantity, count: present, row: row, group: group, day: nil)
      overflowed = overflowed || overflow || partOverflow ?? false
    }
    self.overflowed = self.overflowed || overflowed
  }

  // MARK: One by one

  /// The common case: every half-hour counts, and only the clock and calendar determine its group.
  private func addAll(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, base: Int, step: Int
  ) {
    let first = stretch.times.lowerBound
    let count = stretch.times.count
    table.use(base...base + step * (count - 1) + path.lastPlaceOffset)
    let sums = table.sums + base
    let expected = expected
    let place = stretch.weekday * 48 + stretch.slot
    let none = HalfHourNumbers.none
    var overflow = false
    let position = addend.series.flatMap { stretch.positions[$0]?.first }
    let numbers = position.map { addend.numbers[$0...] } ?? GroupAdder.noNumbers
    path.placeOffsets[place...].withUnsafeBufferPointer { places in
      numbers.withUnsafeBufferPointer { numbers in
        for index in 0..<count {
          let sum = sums + (index &* step &+ places[index])
          let quantity = values[index]
          if quantity >= 0 {
            overflow =
              sum.pointee.add(quantity, count: 1, times: numbers[index], none: none) || overflow
          } else if expected.contains(first &+ index) {
            sum.pointee.missing &+= 1
          }
        }
      }
    }
    overflowed = overflowed || overflow
    guard parts != nil else { return }
    for index in 0..<count where values[index] >= 0 {
      addToPart(
        values[index], row: choice.row(at: choice.position(index, of: stretch)), index, of: stretch,
        group: base + index * step + path.placeOffsets[place + index])
    }
  }

  private static let noNumbers = [Int64](repeating: HalfHourNumbers.none, count: 48)[...]

  /// The general case: with a filter, with rate labels among the keys, or with volumes.
  private func addSome(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>,
    base: Int, step: Int
  ) {
    let none = HalfHourNumbers.none
    let first = addend.series.flatMap { stretch.positions[$0]?.first }
    let place = stretch.weekday * 48 + stretch.slot
    let (choice, path, table, numbers) = (choice, path, table, addend.numbers)
    var overflowed = false
    // Places that are there from the start stay where they are.
    let sums = table.isSparse ? nil : table.sums
    if sums != nil {
      table.use(base...base + step * (stretch.times.count - 1) + path.lastPlaceOffset)
    }
    for index in 0..<stretch.times.count {
      guard choice.passes(place: place + index) else { continue }
      let position = choice.position(index, of: stretch)
      let row = choice.row(at: position)
      guard choice.passes(row: row) else { continue }
      let quantity = values[index]
      guard quantity >= 0 || expected.contains(stretch.times.lowerBound + index) else { continue }
      let group = base + index * step + path.offset(place: place + index, row: row)
      let sum = sums.map { $0 + group } ?? table.sum(of: group)
      if quantity < 0 {
        sum.pointee.missing += 1
      } else if !choice.passes(quantity, at: position) {
        sum.pointee.excluded += 1
      } else {
        let number = first.map { numbers[$0 + index] } ?? none
        let overflow = sum.pointee.add(quantity, count: 1, times: number, none: none)
        overflowed = overflowed || overflow
        volumes?[group, default: 0] += Int128(read[index])
        addToPart(quantity, row: row, index, of: stretch, group: group)
      }
    }
    self.overflowed = self.overflowed || overflowed
  }

  private func addToPart(
    _ quantity: Int64, row: Int, _ index: Int, of stretch: MeterWalk.Segment, group: Int
  ) {
    guard let parts else { return }
    let overflow = parts.add(quantity, count: 1, row: row, group: group, day: (stretch, index))
    overflowed = overflowed || overflow
  }
}
