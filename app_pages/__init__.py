"""The pages of the app, one file each: a page asks, calls a view of the pipeline and draws."""
