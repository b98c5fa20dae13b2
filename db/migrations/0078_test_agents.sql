ALTER TABLE "agent_keys" DROP CONSTRAINT "agent_keys_material";--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_edge";--> statement-breakpoint
DROP INDEX "requests_decided";--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "is_demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "agents_demo" ON "agents" USING btree ("owner_id") WHERE "agents"."is_demo" and "agents"."status" <> 'revoked';--> statement-breakpoint
CREATE INDEX "agents_demos" ON "agents" USING btree ("id") WHERE "agents"."is_demo";--> statement-breakpoint
CREATE INDEX "requests_decided" ON "requests" USING btree ("closed_at","created_at") WHERE "requests"."state" in ('approved', 'denied') and "requests"."edge" is distinct from 'test';--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_material" CHECK (("agent_keys"."algorithm" = 'ed25519' and "agent_keys"."public_key" is not null and "agent_keys"."secret_sealed" is null and "agent_keys"."token_hash" is null)
       or ("agent_keys"."algorithm" = 'hmac-sha256' and "agent_keys"."secret_sealed" is not null and "agent_keys"."public_key" is null and "agent_keys"."token_hash" is null)
       or ("agent_keys"."algorithm" = 'bearer' and "agent_keys"."token_hash" is not null and "agent_keys"."public_key" is null and "agent_keys"."secret_sealed" is null)
       or ("agent_keys"."algorithm" = 'none' and "agent_keys"."public_key" is null and "agent_keys"."secret_sealed" is null and "agent_keys"."token_hash" is null and "agent_keys"."expires_at" = "agent_keys"."created_at"));--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_edge" CHECK ("requests"."edge" in ('claude-code', 'codex', 'cursor', 'authzen', 'envoy', 'toolhive', 'test'));--> statement-breakpoint
-- A test agent has no authority, whatever code forgets (lib/agents/demo-agent.ts). It stays a test agent, and its owner's.
CREATE FUNCTION refuse_demo_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'agent %: is_demo never changes, and a test agent keeps its owner', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER agents_demo_fixed BEFORE UPDATE ON "agents" FOR EACH ROW
  WHEN (NEW.is_demo IS DISTINCT FROM OLD.is_demo OR OLD.is_demo AND NEW.owner_id IS DISTINCT FROM OLD.owner_id)
  EXECUTE FUNCTION refuse_demo_change();
--> statement-breakpoint
-- A test agent's only key is the entry that nothing can sign with, and no other agent has such an entry.
CREATE FUNCTION refuse_demo_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT is_demo FROM agents WHERE id = NEW.agent_id) IS DISTINCT FROM (NEW.algorithm = 'none') THEN
    RAISE EXCEPTION 'agent %: a test agent has no key, and no other agent asks without one', NEW.agent_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agent_keys_demo BEFORE INSERT OR UPDATE OF agent_id, algorithm ON "agent_keys"
  FOR EACH ROW EXECUTE FUNCTION refuse_demo_key();
--> statement-breakpoint
CREATE FUNCTION refuse_for_demo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_demo) THEN
    RAISE EXCEPTION '%: refused for test agent %', TG_TABLE_NAME, NEW.agent_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agent_enrolment_codes_demo BEFORE INSERT OR UPDATE OF agent_id ON "agent_enrolment_codes"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_demo();
--> statement-breakpoint
CREATE TRIGGER workload_identities_demo BEFORE INSERT OR UPDATE OF agent_id ON "workload_identities"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_demo();
--> statement-breakpoint
CREATE TRIGGER agent_backups_demo BEFORE INSERT OR UPDATE OF agent_id ON "agent_backups"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_demo();
--> statement-breakpoint
CREATE TRIGGER ownership_offers_demo BEFORE INSERT OR UPDATE OF agent_id ON "ownership_offers"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_demo();
--> statement-breakpoint
-- For a statement and not for a row: every auto-approved ask inserts a grant.
CREATE FUNCTION refuse_demo_grants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added g JOIN agents a ON a.id = g.agent_id WHERE a.is_demo) THEN
    RAISE EXCEPTION 'a test agent gets no grant' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER grants_demo AFTER INSERT ON "grants" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_demo_grants();
