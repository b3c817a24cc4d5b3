extension Sequence where Element: Hashable {
  /// The elements without those that have come before, in order.
  package var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
