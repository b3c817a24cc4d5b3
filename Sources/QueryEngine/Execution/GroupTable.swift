import Glibc
import QueryLanguage

/// The sums of all groups of a plan, by group number.
///
/// Groups of clock and calendar are known in advance: each has its place from the start, and
/// untouched memory pages cost nothing. With rate labels among the keys the table is sparse: most
/// numbers never occur, and places are assigned as groups appear.
final class GroupTable {
  private(set) var sums: UnsafeMutablePointer<GroupSum>
  /// The size in bytes of a mapping whose pages the system provides on first use; nil for memory
  /// allocated outright.
  private var mapped: Int?
  /// The number of places in use.
  private(set) var count: Int
  private var capacity: Int
  /// The place of each group number; nil when number and place are the same.
  private var places: [Int: Int]?
  /// The range of group numbers that were added to, for tables that are not sparse.
  private var used: ClosedRange<Int>?
  /// The group number of each place.
  private var numbers: [Int] = []

  /// Creates a table of zeros; a sparse one has places only for groups that occur.
  ///
  /// - Throws: a ``QueryError`` where there is no room for so many groups.
  init(count: Int, isSparse: Bool) throws(QueryError) {
    capacity = isSparse ? 64 : max(count, 1)
    self.count = isSparse ? 0 : count
    places = isSparse ? [:] : nil
    if isSparse {
      sums = .allocate(capacity: capacity)
      sums.initialize(repeating: GroupSum(), count: capacity)
    } else {
      (sums, mapped) = try GroupTable.map(capacity)
    }
  }

  deinit {
    if let mapped { munmap(sums, mapped) } else { sums.deallocate() }
  }

  /// Maps sums of zero, whose bytes are zero, in pages that are provided on first write.
  private static func map(
    _ count: Int
  ) throws(QueryError) -> (sums: UnsafeMutablePointer<GroupSum>, bytes: Int?) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<GroupSum>.stride)
    let memory =
      overflow
      ? MAP_FAILED
      : mmap(
        nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      throw QueryError("the result has more groups than there is room for")
    }
    return (memory.bindMemory(to: GroupSum.self, capacity: count), bytes)
  }

  var isSparse: Bool { places != nil }

  /// Records that groups in a range, of a table that is not sparse, are about to be added to.
  func use(_ groups: ClosedRange<Int>) {
    used =
      min(
        used?.lowerBound ?? .max, groups.lowerBound)...max(
        used?.upperBound ?? .min, groups.upperBound)
  }

  /// The groups among `groups` that may have been added to.
  func used(of groups: GroupList) -> GroupList {
    guard !isSparse, case .run(let run) = groups else { return groups }
    return .run(used.map { run.clamped(to: $0.lowerBound..<$0.upperBound + 1) } ?? 0..<0)
  }

  /// The sum of a group; the pointer is valid until the next call.
  func sum(of group: Int) -> UnsafeMutablePointer<GroupSum> {
    guard places != nil else {
      use(group...group)
      return sums + group
    }
    if let place = places?[group] { return sums + place }
    if count == capacity { grow() }
    places?[group] = count
    numbers.append(group)
    count += 1
    return sums + (count - 1)
  }

  subscript(group: Int) -> GroupSum {
    guard let places else { return sums[group] }
    return places[group].map { sums[$0] } ?? GroupSum()
  }

  /// The existing groups, in no particular order.
  var groups: GroupList { isSparse ? .list(numbers) : .run(0..<count) }

  private func grow() {
    let larger = UnsafeMutablePointer<GroupSum>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: sums, count: capacity)
    (larger + capacity).initialize(repeating: GroupSum(), count: capacity)
    sums.deallocate()
    sums = larger
    capacity *= 2
  }
}
