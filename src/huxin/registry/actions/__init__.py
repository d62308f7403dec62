"""The only writes of the registry, one module per noun."""
