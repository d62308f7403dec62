"""Pure decisions of the registry, one module per noun."""
