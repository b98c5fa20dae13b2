ALTER TABLE "agents" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE FUNCTION raise_agent_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agents_revision BEFORE UPDATE ON "agents"
  FOR EACH ROW EXECUTE FUNCTION raise_agent_revision();
--> statement-breakpoint
-- For a change elsewhere. In the order of IDs, as everything that locks several agents.
CREATE FUNCTION raise_agent_revisions(agent_ids text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM agents WHERE id = ANY(agent_ids) ORDER BY id FOR NO KEY UPDATE;
  UPDATE agents SET revision = revision WHERE id = ANY(agent_ids);
END $$;
--> statement-breakpoint
-- Without hook tokens, which verify no signature. The verbs that change keys have locked the agent.
CREATE FUNCTION raise_revision_of_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_agent_revisions((SELECT array_agg(DISTINCT agent_id) FROM changed WHERE algorithm <> 'bearer'));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER agent_keys_added AFTER INSERT ON "agent_keys" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();
--> statement-breakpoint
CREATE TRIGGER agent_keys_changed AFTER UPDATE ON "agent_keys" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();
--> statement-breakpoint
CREATE TRIGGER agent_keys_deleted AFTER DELETE ON "agent_keys" REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION raise_revision_of_key();
--> statement-breakpoint
-- At the end of the transaction, and only for agents that are active then: what ends a person's
-- standing quarantines the agents, after it has locked these and others in one order.
CREATE FUNCTION raise_revisions_of_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_agent_revisions((SELECT array_agg(id) FROM agents WHERE owner_id = NEW.id AND status = 'active'));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER people_standing AFTER UPDATE OF status, roles ON "people"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.status = 'active' AND 'approver' = ANY(OLD.roles)) IS DISTINCT FROM (NEW.status = 'active' AND 'approver' = ANY(NEW.roles)))
  EXECUTE FUNCTION raise_revisions_of_owner();
