-- The new index first: dropping an index blocks reads too, until the transaction ends.
CREATE INDEX "requests_agent_ordered" ON "requests" USING btree ("agent_id","id" collate "POSIX");--> statement-breakpoint
DROP INDEX "requests_agent";--> statement-breakpoint
ALTER INDEX "requests_agent_ordered" RENAME TO "requests_agent";
