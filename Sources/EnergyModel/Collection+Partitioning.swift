extension RandomAccessCollection {
  /// The index of the first element that belongs to the second part of a collection in two parts;
  /// the end where there is none.
  ///
  /// - Complexity: O(log n).
  package func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if belongsInSecondPart(self[middle]) {
        count = half
      } else {
        low = index(after: middle)
        count -= half + 1
      }
    }
    return low
  }
}
