"""Who and where: states, cities, bodies, offices, groups and people by name."""
