"""Makes realistic sites, lawful until a fault is planted: folders for check, tables for bench."""
