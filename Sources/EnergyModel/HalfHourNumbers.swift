/// A number for each of some half-hours: stretches of time that do not overlap, in order, each with
/// its place in one list of numbers.
///
/// A stretch may go by the local clock, so that ten years of a time-of-day tariff are one stretch
/// with 48 numbers and not 175,000.
package struct HalfHourNumbers: Hashable, Sendable {
  package struct Span: Hashable, Sendable {
    /// Half-hour numbers, in UTC.
    package var halfHours: Range<Int>
    /// The position in ``HalfHourNumbers/numbers`` of slot 0 of the local clock, or of the first
    /// half-hour; the others follow.
    package var position: Int
    package var order: Order

    package init(halfHours: Range<Int>, position: Int, order: Order) {
      self.halfHours = halfHours
      self.position = position
      self.order = order
    }

    /// That of a half-hour for which it holds, which is at a slot of the local clock.
    package func position(at halfHour: Int, slot: Int) -> Int {
      switch order {
      case .clock: position + slot
      case .time: position + halfHour - halfHours.lowerBound
      }
    }

    /// How many numbers it has.
    package var count: Int {
      switch order {
      case .clock: 48
      case .time: halfHours.count
      }
    }
  }

  /// How the numbers of a span follow each other.
  package enum Order: Hashable, Sendable {
    /// One for each of the 48 slots of the local clock, each day anew.
    case clock
    /// One for each half-hour.
    case time
  }

  /// Stands for a half-hour without a number; none comes near it.
  package static let none = Int64.min

  package private(set) var spans: [Span] = []
  package private(set) var numbers: [Int64] = []

  package init() {}

  /// Adds a part of some numbers, for the 48 slots of the local clock or for half-hours.
  ///
  /// - Returns: the position of the first.
  package mutating func add(_ numbers: [Int64], _ part: Range<Int>) -> Int {
    // Ten years of half-hours, often the only ones, are not copied; nor are they kept for a month.
    if self.numbers.isEmpty, part.count * 2 > numbers.count {
      self.numbers = numbers
      return part.lowerBound
    }
    self.numbers += numbers[part]
    return self.numbers.count - part.count
  }

  /// Lets numbers hold in some half-hours, which must not begin before the last span ends.
  package mutating func append(_ span: Span) {
    precondition(span.halfHours.lowerBound >= spans.last?.halfHours.upperBound ?? .min)
    spans.append(span)
  }

  /// Lets numbers hold one by one from a half-hour on, in place of all that did so far.
  package mutating func replaceEnd(with numbers: [Int64], from start: Int) {
    spans = spans.compactMap { span in
      guard span.halfHours.lowerBound < start else { return nil }
      var span = span
      span.halfHours = span.halfHours.clamped(to: span.halfHours.lowerBound..<start)
      return span
    }
    append(
      Span(
        halfHours: start..<start + numbers.count, position: add(numbers, numbers.indices),
        order: .time))
  }

  package mutating func replaceNumber(at position: Int, with number: Int64) {
    numbers[position] = number
  }

  /// Moves the half-hour at which a span ends and the next begins, within both.
  package mutating func moveEnd(ofSpan index: Int, to halfHour: Int) {
    let (first, next) = (spans[index].halfHours, spans[index + 1].halfHours)
    precondition(first.upperBound == next.lowerBound)
    spans[index].halfHours = first.lowerBound..<halfHour
    spans[index + 1].halfHours = halfHour..<next.upperBound
  }

  /// The position of a half-hour's number; nil where no span holds.
  package func position(at halfHour: Int, slot: Int) -> Int? {
    let index = spans.partitioningIndex { $0.halfHours.upperBound > halfHour }
    guard index < spans.count, spans[index].halfHours.contains(halfHour) else { return nil }
    return spans[index].position(at: halfHour, slot: slot)
  }
}
