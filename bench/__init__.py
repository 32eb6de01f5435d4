"""Measures the site side by side with what one would use instead. See README.md."""
