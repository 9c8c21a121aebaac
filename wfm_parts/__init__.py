"""Parts of the command line: its options, how it shows progress, and how it draws reports."""
