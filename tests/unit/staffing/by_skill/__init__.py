"""The requirement by set of skills."""
