"""The database's steps from version to version, both ways; `store.migrate` runs them."""
