ALTER TABLE "requests" DROP CONSTRAINT "requests_agent_id_agents_id_fk";
--> statement-breakpoint
-- In place of the foreign key of requests: agents are kept for ever, so that everything that names one can be explained.
CREATE TRIGGER agents_stay BEFORE DELETE OR TRUNCATE ON "agents"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
