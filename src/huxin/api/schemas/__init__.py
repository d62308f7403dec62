"""What goes over the wire, by noun: declared in full, and strict about what it does not know."""
