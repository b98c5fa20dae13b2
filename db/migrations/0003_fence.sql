-- requires: 0000_baseline
-- What differs between a database and each database that takes its place (docs/decisions/0039-fence-of-a-grant.md). A
-- standby has no timeline until it is promoted, and redeems nothing.
CREATE FUNCTION database_fence() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN NOT pg_is_in_recovery() THEN
    (SELECT system_identifier FROM pg_control_system()) || '/' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)
    || '/' || (SELECT oid FROM pg_database WHERE datname = current_database()) || '/' || 'grants'::regclass::oid END;
$$;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "fence" text DEFAULT database_fence() NOT NULL;
