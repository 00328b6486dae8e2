"""Stage 5, REPORT: Run to text."""
