CREATE TABLE "daily_outcomes" (
	"agent_id" text NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "daily_outcomes_agent_id_day_state_pk" PRIMARY KEY("agent_id","day","state")
);
--> statement-breakpoint
CREATE TABLE "subtotal_changes" (
	"agent_id" text NOT NULL,
	"owner_id" text,
	"resource" text,
	"action_type" text NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	"sum" numeric NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subtotals" (
	"scope" text NOT NULL,
	"seconds" integer NOT NULL,
	"currency" text NOT NULL,
	"start" timestamp with time zone NOT NULL,
	"action_type" text NOT NULL,
	"count" bigint NOT NULL,
	"sum" numeric NOT NULL,
	CONSTRAINT "subtotals_scope_seconds_currency_start_action_type_pk" PRIMARY KEY("scope","seconds","currency","start","action_type")
);
--> statement-breakpoint
CREATE INDEX "subtotal_changes_agent" ON "subtotal_changes" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "subtotal_changes_owner" ON "subtotal_changes" USING btree ("owner_id") WHERE "subtotal_changes"."owner_id" is not null;--> statement-breakpoint
CREATE INDEX "subtotal_changes_resource" ON "subtotal_changes" USING btree ("resource") WHERE "subtotal_changes"."resource" is not null;--> statement-breakpoint
CREATE INDEX "subtotals_empty" ON "subtotals" USING btree ("scope") WHERE "subtotals"."count" = 0;--> statement-breakpoint
-- Merged rows come and go all the time, and a busy bucket's row is updated by each merge.
ALTER TABLE "subtotals" SET (fillfactor = 70);
--> statement-breakpoint
ALTER TABLE "subtotal_changes" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 5000);
--> statement-breakpoint
-- A resource as a scope. Never an agent's or an owner's ID, and short enough for an index with other columns.
CREATE FUNCTION subtotal_resource(resource text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length(resource) <= 100 THEN 'resource/' || resource
    ELSE 'resource#' || encode(sha256(convert_to(resource, 'UTF8')), 'hex') END
$$;
--> statement-breakpoint
-- A currency, short enough for an index with other columns. No text of 100 bytes or less is the hash of a longer one.
CREATE FUNCTION subtotal_currency(currency text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN octet_length(currency) <= 100 THEN currency
    ELSE encode(sha512(convert_to(currency, 'UTF8')), 'hex') END
$$;
--> statement-breakpoint
-- What one request is in subtotal_changes. A blocked request, which an agent can make without limit, adds to no total, and no row for its resource.
CREATE FUNCTION subtotal_change(state text, owner_id text, resource text, action_type text, amount numeric, currency text, created_at timestamptz)
  RETURNS TABLE (counted_owner text, counted_resource text, counted_type text, counted_currency text, minute timestamptz, amount_above_zero numeric)
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN counts THEN owner_id END, CASE WHEN counts THEN subtotal_resource(resource) END,
    CASE WHEN counts THEN action_type ELSE '' END, CASE WHEN counts THEN coalesce(subtotal_currency(currency), '') ELSE '' END,
    date_bin(CASE WHEN counts THEN interval '1 minute' ELSE interval '1 day' END, created_at, timestamptz '2000-01-01 00:00:00Z'),
    CASE WHEN counts AND currency IS NOT NULL THEN greatest(coalesce(amount, 0), 0) ELSE 0 END
  FROM (SELECT state IN ('allowed', 'approved', 'pending')) AS c(counts)
$$;
--> statement-breakpoint
-- No trigger for DELETE: requests are never deleted.
CREATE FUNCTION add_to_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM added r CROSS JOIN LATERAL subtotal_change(r.state, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION change_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, sum(n), sum(n * c.amount_above_zero)
  FROM (SELECT -1 AS n, state, owner_id, resource, action_type, amount, currency, created_at, agent_id FROM removed
      UNION ALL SELECT 1, state, owner_id, resource, action_type, amount, currency, created_at, agent_id FROM added) r
    CROSS JOIN LATERAL subtotal_change(r.state, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  HAVING sum(n) <> 0 OR sum(n * c.amount_above_zero) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER requests_added AFTER INSERT ON "requests" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION add_to_subtotals();
--> statement-breakpoint
CREATE TRIGGER requests_changed AFTER UPDATE ON "requests" REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_subtotals();
--> statement-breakpoint
-- Discards all subtotals and adds the requests again, as changes that the next merge contains. Waits for a running merge.
-- The last statement sees each request together with its changes, or neither.
CREATE FUNCTION rebuild_subtotals(since timestamptz DEFAULT now() - interval '32 days') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7240128);
  DELETE FROM subtotals;
  DELETE FROM daily_outcomes;
  WITH cleared AS (DELETE FROM subtotal_changes)
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM requests r CROSS JOIN LATERAL subtotal_change(r.state, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  WHERE r.created_at >= since
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
--> statement-breakpoint
SELECT rebuild_subtotals();
