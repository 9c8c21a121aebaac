"""What leaves the house for HR and planners: the formatted roster workbook."""
