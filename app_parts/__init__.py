"""What the pages of the app are made of: words, numbers, cached reads, charts, tables and the frame around a page."""
