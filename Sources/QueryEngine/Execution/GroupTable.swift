/// The sums of all groups of a plan, by group number.
///
/// Groups of clock and calendar are few and known: they have a place each from the start. With
/// labels of rates among the keys most numbers never occur, and places are given as they come.
final class GroupTable {
  private(set) var sums: UnsafeMutablePointer<GroupSum>
  /// How many places are in use.
  private(set) var count: Int
  private var capacity: Int
  /// The place of each group number; nil when number and place are the same.
  private var places: [Int: Int]?
  /// The group number of each place.
  private var numbers: [Int] = []

  /// `isSparse`: give places only to groups that occur.
  init(count: Int, isSparse: Bool) {
    capacity = isSparse ? 64 : max(count, 1)
    self.count = isSparse ? 0 : count
    places = isSparse ? [:] : nil
    sums = .allocate(capacity: capacity)
    sums.initialize(repeating: GroupSum(), count: capacity)
  }

  deinit { sums.deallocate() }

  var isSparse: Bool { places != nil }

  /// The sum of a group, good until the next call.
  func sum(of group: Int) -> UnsafeMutablePointer<GroupSum> {
    guard places != nil else { return sums + group }
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

  /// The groups that there are, in no order.
  var groups: [Int] { isSparse ? numbers : Array(0..<count) }

  private func grow() {
    let larger = UnsafeMutablePointer<GroupSum>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: sums, count: capacity)
    (larger + capacity).initialize(repeating: GroupSum(), count: capacity)
    sums.deallocate()
    sums = larger
    capacity *= 2
  }
}
