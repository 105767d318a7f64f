"""What people and programs see: the command line, the tables, the page, the formats."""
