"""The append-only log of every change, its signed heads and proofs, the outbox, job runs."""
