"""Pages that show commitments."""
