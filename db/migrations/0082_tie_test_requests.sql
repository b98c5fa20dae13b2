-- A grant isn't moved to a test agent either: grants_test_agent looks at new grants alone, for a statement.
CREATE TRIGGER grants_moved_test_agent BEFORE UPDATE OF agent_id ON "grants"
  FOR EACH ROW EXECUTE FUNCTION refuse_for_test_agent();
--> statement-breakpoint
-- What lists and figures leave out by its edge is a test agent's request. The condition is all that other requests cost. That a test
-- agent's requests have the edge follows from the triggers on its keys: it can't sign, and only lib/first-steps/send-test-request.ts
-- asks without a signature, with the edge.
CREATE FUNCTION refuse_test_edge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT FROM agents WHERE id = NEW.agent_id AND is_test) THEN
    RAISE EXCEPTION 'request %: a test request is a test agent''s, and stays one', NEW.id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER requests_test_edge BEFORE INSERT ON "requests" FOR EACH ROW
  WHEN (NEW.edge = 'test') EXECUTE FUNCTION refuse_test_edge();
--> statement-breakpoint
CREATE TRIGGER requests_test_edge_fixed BEFORE UPDATE OF edge, agent_id ON "requests" FOR EACH ROW
  WHEN ('test' IN (OLD.edge, NEW.edge) AND (NEW.edge IS DISTINCT FROM OLD.edge OR NEW.agent_id <> OLD.agent_id))
  EXECUTE FUNCTION refuse_test_edge();
