"""NewsML-G2 2.35 at conformance level Power: a story and its pictures as items, a collection as a package."""
