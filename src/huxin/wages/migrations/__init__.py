"""Schema changes; generated, named, never edited after release."""
