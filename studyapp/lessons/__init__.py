"""The course to read: home, map, lessons, notes."""
