-- A test request adds to no total: no rule may treat a real agent otherwise because of it. What the requests until now added is taken back.
INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, -1, -c.amount_above_zero
  FROM requests r CROSS JOIN LATERAL subtotal_change(r.state, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  WHERE r.agent_id IN (SELECT id FROM agents WHERE is_test) AND c.counted_owner IS NOT NULL AND r.created_at >= now() - interval '32 days'
  UNION ALL SELECT r.agent_id, NULL, NULL, '', '', r.state, date_bin(interval '1 day', r.created_at, timestamptz '2000-01-01 00:00:00Z'), 1, 0
  FROM requests r
  WHERE r.agent_id IN (SELECT id FROM agents WHERE is_test) AND r.state IN ('allowed', 'approved', 'pending') AND r.created_at >= now() - interval '32 days';
--> statement-breakpoint
-- What one request is in subtotal_changes. A blocked request, which an agent can make without limit, and a test request add to no total, and no row for its resource.
CREATE FUNCTION subtotal_change(state text, edge text, owner_id text, resource text, action_type text, amount numeric, currency text, created_at timestamptz)
  RETURNS TABLE (counted_owner text, counted_resource text, counted_type text, counted_currency text, minute timestamptz, amount_above_zero numeric)
  LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN counts THEN owner_id END, CASE WHEN counts THEN subtotal_resource(resource) END,
    CASE WHEN counts THEN action_type ELSE '' END, CASE WHEN counts THEN coalesce(subtotal_currency(currency), '') ELSE '' END,
    date_bin(CASE WHEN counts THEN interval '1 minute' ELSE interval '1 day' END, created_at, timestamptz '2000-01-01 00:00:00Z'),
    CASE WHEN counts AND currency IS NOT NULL THEN greatest(coalesce(amount, 0), 0) ELSE 0 END
  FROM (SELECT state IN ('allowed', 'approved', 'pending') AND edge IS DISTINCT FROM 'test') AS c(counts)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION add_to_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM added r CROSS JOIN LATERAL subtotal_change(r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION change_subtotals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, sum(n), sum(n * c.amount_above_zero)
  FROM (SELECT -1 AS n, state, edge, owner_id, resource, action_type, amount, currency, created_at, agent_id FROM removed
      UNION ALL SELECT 1, state, edge, owner_id, resource, action_type, amount, currency, created_at, agent_id FROM added) r
    CROSS JOIN LATERAL subtotal_change(r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  HAVING sum(n) <> 0 OR sum(n * c.amount_above_zero) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION rebuild_subtotals(since timestamptz DEFAULT now() - interval '32 days') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7240128);
  DELETE FROM subtotals;
  DELETE FROM daily_outcomes;
  WITH cleared AS (DELETE FROM subtotal_changes)
  INSERT INTO subtotal_changes (agent_id, owner_id, resource, action_type, currency, state, minute, count, sum)
  SELECT r.agent_id, c.counted_owner, c.counted_resource, c.counted_type, c.counted_currency, r.state, c.minute, count(*), sum(c.amount_above_zero)
  FROM requests r CROSS JOIN LATERAL subtotal_change(r.state, r.edge, r.owner_id, r.resource, r.action_type, r.amount, r.currency, r.created_at) c
  WHERE r.created_at >= since
  GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
--> statement-breakpoint
DROP FUNCTION subtotal_change(text, text, text, text, numeric, text, timestamptz);
