"""The same trip for a million pages: jobs, a pool that survives any page, a journal to go on from, and a report."""
