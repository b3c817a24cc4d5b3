/// A range of a statement's text, in UTF-8 offsets from its start.
package typealias SourceSpan = Range<Int>

/// A piece of syntax and its place in the text.
///
/// Equality ignores the place.
package struct Located<Value: Sendable & Hashable>: Sendable, Hashable {
  package var value: Value
  package var span: SourceSpan

  package init(_ value: Value, at span: SourceSpan) {
    self.value = value
    self.span = span
  }

  package static func == (left: Located, right: Located) -> Bool { left.value == right.value }
  package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
