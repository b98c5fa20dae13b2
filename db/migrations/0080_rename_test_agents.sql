DROP TRIGGER agents_demo_fixed ON "agents";--> statement-breakpoint
DROP TRIGGER agent_keys_demo ON "agent_keys";--> statement-breakpoint
DROP TRIGGER agent_enrolment_codes_demo ON "agent_enrolment_codes";--> statement-breakpoint
DROP TRIGGER workload_identities_demo ON "workload_identities";--> statement-breakpoint
DROP TRIGGER agent_backups_demo ON "agent_backups";--> statement-breakpoint
DROP TRIGGER ownership_offers_demo ON "ownership_offers";--> statement-breakpoint
DROP TRIGGER grants_demo ON "grants";--> statement-breakpoint
DROP FUNCTION refuse_demo_change();--> statement-breakpoint
DROP FUNCTION refuse_demo_key();--> statement-breakpoint
DROP FUNCTION refuse_for_demo();--> statement-breakpoint
DROP FUNCTION refuse_demo_grants();--> statement-breakpoint
DROP INDEX "agents_demo";--> statement-breakpoint
DROP INDEX "agents_demos";--> statement-breakpoint
ALTER TABLE "agents" RENAME COLUMN "is_demo" TO "is_test";--> statement-breakpoint
CREATE UNIQUE INDEX "agents_one_test_for_owner" ON "agents" USING btree ("owner_id") WHERE "agents"."is_test" and "agents"."status" <> 'revoked';--> statement-breakpoint
CREATE INDEX "agents_tests" ON "agents" USING btree ("id") WHERE "agents"."is_test";--> statement-breakpoint
-- A test agent has no authority, whatever code forgets (lib/agents/test-agent.ts). It stays a test agent, and its owner's.
CREATE FUNCTION refuse_test_agent_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'agent %: is_test never changes, and a test agent keeps its owner', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER agents_test_fixed BEFORE UPDATE ON "agents" FOR EACH ROW
  WHEN (NEW.is_test IS DISTINCT FROM OLD.is_test OR OLD.is_test AND NEW.owner_id IS DISTINCT FROM OLD.owner_id)
  EXECUTE FUNCTION refuse_test_agent_change();
--> statement-breakpoint
-- A test agent's only key is the entry that nothing can sign with, and no other agent has such an entry.
CREATE FUNCTION refuse_test_agent_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_test FROM agents WHERE id = NEW.agent_id) IS DISTINCT FROM (NEW.algorithm = 'none') THEN
    RAISE EXCEPTION 'agent %: a test agent has no key, and no other agent asks without one', NEW.agent_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agent_keys_test_agent BEFORE INSERT OR UPDATE OF agent_id, algorithm ON "agent_keys"
  FOR EACH ROW EXECUTE FUNCTION refuse_test_agent_key();
--> statement-breakpoint
CREATE FUNCTION refuse_for_test_agent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test) THEN
    RAISE EXCEPTION '%: refused for test agent %', TG_TABLE_NAME, NEW.agent_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agent_enrolment_codes_test_agent BEFORE INSERT OR UPDATE OF agent_id ON "agent_enrolment_codes"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();
--> statement-breakpoint
CREATE TRIGGER workload_identities_test_agent BEFORE INSERT OR UPDATE OF agent_id ON "workload_identities"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();
--> statement-breakpoint
CREATE TRIGGER agent_backups_test_agent BEFORE INSERT OR UPDATE OF agent_id ON "agent_backups"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();
--> statement-breakpoint
CREATE TRIGGER ownership_offers_test_agent BEFORE INSERT OR UPDATE OF agent_id ON "ownership_offers"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();
--> statement-breakpoint
-- For a statement and not for a row: every auto-approved ask inserts a grant.
CREATE FUNCTION refuse_test_agent_grants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added g JOIN agents a ON a.id = g.agent_id WHERE a.is_test) THEN
    RAISE EXCEPTION 'a test agent gets no grant' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER grants_test_agent AFTER INSERT ON "grants" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_test_agent_grants();
--> statement-breakpoint
-- As lib/agents/test-agent.ts names new ones.
UPDATE agents SET name = 'Test agent (' || rtrim(left((SELECT p.name FROM people p WHERE p.id = owner_id), 67)) || ')' WHERE is_test;
