"""Projects and their chain of parties, permits, securities, site offices, workers, contracts."""
