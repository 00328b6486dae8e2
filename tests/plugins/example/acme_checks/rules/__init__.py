"""A folder of rule files."""
