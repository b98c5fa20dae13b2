DROP INDEX "requests_agent";--> statement-breakpoint
CREATE INDEX "requests_agent" ON "requests" USING btree ("agent_id","id" collate "C");