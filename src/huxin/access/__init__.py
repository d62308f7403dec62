"""People, bodies, regions, grants; the permission table and the one gate to every object."""
