import EnergyModel
import QueryLanguage
import Tariffs

/// Adds the segments of one scan to the sums of their groups.
struct GroupAdder {
  private let path: GroupPath
  private let filter: Filter
  private let expected: Range<Int>
  private let table: GroupTable
  /// What is added up: each quantity times the number of its half-hour.
  private let addend: Addend
  private let choice: RowChoice
  private var parts: PartAdder?
  private let isPlain: Bool
  /// The volume read by meters in m³, in millionths, by group; empty unless asked for.
  private(set) var volumes: [Int: Int128]?
  /// Whether a sum left the range of `Int128`; the result is then refused.
  private(set) var overflowed = false

  /// A series of the scan.
  private struct Addend {
    /// Its position among those of the scan; nil where readings are but counted.
    var series: Int?
    var numbers: [Int64] = []
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
    filter = plan.filter
    expected = scan.expected
    self.table = table
    addend = Addend(series: series, numbers: series.map { scan.series[$0].values.numbers } ?? [])
    choice = RowChoice(scan, plan.filter)
    self.parts = parts
    volumes = addsVolumes && scan.meter.unit == .m3 ? [:] : nil
    isPlain = filter.isEmpty && !table.isSparse && volumes == nil
  }

  /// `read` holds the quantities that the meter itself read.
  mutating func add(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>
  ) {
    let (base, step) = path.base(stretch)
    if isPlain {
      addAll(stretch, values, base: base, step: step)
    } else {
      addSome(stretch, values, read, base: base, step: step)
    }
  }

  /// The common case: every half-hour counts, and only the clock and calendar determine its group.
  private mutating func addAll(
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
    let position = addend.series.flatMap { stretch.positions[$0] }
    let numbers = position.map { addend.numbers[$0...] } ?? GroupAdder.noNumbers
    path.placeOffsets[place...].withUnsafeBufferPointer { places in
      numbers.withUnsafeBufferPointer { numbers in
        for index in 0..<count {
          let sum = sums + (index &* step &+ places[index])
          let quantity = values[index]
          if quantity >= 0 {
            overflow = sum.pointee.take(quantity, times: numbers[index], none: none) || overflow
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
        index, of: stretch, values[index], group: base + index * step + places(index, place))
    }
  }

  private func places(_ index: Int, _ place: Int) -> Int { path.placeOffsets[place + index] }

  private static let noNumbers = [Int64](repeating: HalfHourNumbers.none, count: 48)[...]

  /// The general case: with a filter, with rate labels among the keys, or with volumes.
  private mutating func addSome(
    _ stretch: MeterWalk.Segment, _ values: UnsafePointer<Int64>, _ read: UnsafePointer<Int64>,
    base: Int, step: Int
  ) {
    let none = HalfHourNumbers.none
    let position = addend.series.flatMap { stretch.positions[$0] }
    for index in 0..<stretch.times.count {
      guard filter.passes(weekday: stretch.weekday, slot: stretch.slot + index) else { continue }
      let row = choice.row(index, of: stretch)
      guard choice.passes(row) else { continue }
      let quantity = values[index]
      let passes = quantity >= 0 && filter.passes(quantity: quantity, rate: choice.rate(row))
      guard passes || quantity >= 0 || expected.contains(stretch.times.lowerBound + index)
      else { continue }
      let group = base + index * step + path.offset(index, of: stretch, row: row)
      let sum = table.sum(of: group)
      if quantity < 0 {
        sum.pointee.missing += 1
      } else if !passes {
        sum.pointee.excluded += 1
      } else {
        let number = position.map { addend.numbers[$0 + index] } ?? none
        let overflow = sum.pointee.take(quantity, times: number, none: none)
        overflowed = overflowed || overflow
        volumes?[group, default: 0] += Int128(read[index])
        addToPart(index, of: stretch, quantity, group: group)
      }
    }
  }

  private mutating func addToPart(
    _ index: Int, of stretch: MeterWalk.Segment, _ quantity: Int64, group: Int
  ) {
    guard let parts else { return }
    let row = choice.row(index, of: stretch)
    guard row >= 0 else { return }
    let overflow = parts.add(index, of: stretch, quantity, row: row, group: group)
    overflowed = overflowed || overflow
  }
}

/// Which rows of a scan's rates pass a filter.
private struct RowChoice {
  /// The position of the price among the scan's series; nil where nothing is priced.
  private let series: Int?
  /// For each position of the price its row; -1 where there is none.
  private let rows: [Int32]
  /// For no rate, and then each row, whether its tariff passes.
  private let passing: [Bool]
  /// What the customer pays at each row, in micropence: what conditions on rates are about.
  private let payable: [Int64]

  init(_ scan: Plan.Scan, _ filter: Filter) {
    series = scan.timeline == nil ? nil : Plan.Scan.priceIndex
    rows = scan.timeline?.rowNumbers ?? []
    let tariffs: [String?] = [nil] + (scan.timeline?.rows ?? []).map(\.tariff)
    passing = tariffs.map { filter.passes(tariff: $0) }
    payable = (scan.timeline?.rows ?? []).map(\.rate.micropence)
  }

  /// -1 where nothing prices the half-hour.
  func row(_ index: Int, of stretch: MeterWalk.Segment) -> Int {
    series.flatMap { stretch.positions[$0] }.map { Int(rows[$0 + index]) } ?? -1
  }

  func passes(_ row: Int) -> Bool { passing[row + 1] }

  func rate(_ row: Int) -> Int64? { row < 0 ? nil : payable[row] }
}
