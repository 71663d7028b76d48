-- Statistics may be those of a table that was emptied: the planner then expects one cell, compares each with every other,
-- and lays a city in minutes instead of seconds. There is no jurisdiction for which that would be right.

ALTER FUNCTION count_neighbourhoods(text[]) SET enable_nestloop = off;
