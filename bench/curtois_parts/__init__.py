"""Public shift-scheduling instances (Curtois and Qu 2014) given to the roster engine."""
