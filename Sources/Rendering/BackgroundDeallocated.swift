import Dispatch

/// A collection that is deallocated on another thread if it is large.
///
/// Freeing hundreds of thousands of rows takes a quarter of a second, and whoever pressed Ctrl-C
/// should not have to wait for it.
@propertyWrapper
struct BackgroundDeallocated<Element: Sendable> {
  private final class Box {
    var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    deinit {
      // A few are freed before another thread could have started.
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

// The queue is serial: threads that free memory at the same time slow each other down.
private let freeing = DispatchQueue(label: "octowatt.freeing")
