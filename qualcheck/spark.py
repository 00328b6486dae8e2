"""Corpora on Spark."""
