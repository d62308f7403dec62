"""The only writes of intake, by noun: files that are received, rows that waited."""
