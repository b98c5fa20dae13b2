DROP INDEX "webhook_endpoints_callback";--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_endpoints_callback" ON "webhook_endpoints" USING btree ("agent_id");