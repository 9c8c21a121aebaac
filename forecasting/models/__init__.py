"""One adapter a model; the only place that knows model libraries."""
