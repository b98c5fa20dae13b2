-- requires: 0000_baseline
-- By default, PostgreSQL vacuums a table after a fifth of its rows are new. Until then, counts of the newest
-- events (Coverage) look up each one in the table: only a vacuum says that a page's rows are visible to all.
-- After 10,000 new events instead, whatever the length of the log. It reads the new pages alone.
ALTER TABLE audit_events SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000);
