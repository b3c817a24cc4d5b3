import Dispatch

/// Elements so many that freeing them is left to another thread.
///
/// Freeing hundreds of thousands of rows takes a quarter of a second, for which nobody should wait
/// who pressed Ctrl-C.
@propertyWrapper
struct BackgroundDeallocated<Element: Sendable> {
  private final class Box {
    var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    deinit {
      // A few are freed before another thread would have begun.
      guard elements.count > 10_000 else { return }
      let last = elements
      elements = []
      freeing.async { withExtendedLifetime(last) {} }
    }
  }

  private var box: Box

  init(wrappedValue: [Element]) { box = Box(wrappedValue) }

  var wrappedValue: [Element] {
    get { box.elements }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.elements) }
      yield &box.elements
    }
  }
}

// One after the other: threads that free at the same time hold each other up.
private let freeing = DispatchQueue(label: "octowatt.freeing")
