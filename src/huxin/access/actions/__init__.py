"""The only writes of access, by noun."""
