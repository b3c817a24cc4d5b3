/// A list of group numbers in row order.
///
/// Where all possible groups exist it is a range, which takes no memory.
enum GroupList: RandomAccessCollection, ExpressibleByArrayLiteral {
  case run(Range<Int>)
  case list([Int])

  init(arrayLiteral elements: Int...) { self = .list(elements) }

  var startIndex: Int { 0 }
  var endIndex: Int {
    switch self {
    case .run(let groups): groups.count
    case .list(let groups): groups.count
    }
  }

  subscript(place: Int) -> Int {
    switch self {
    case .run(let groups): groups.lowerBound + place
    case .list(let groups): groups[place]
    }
  }
}
