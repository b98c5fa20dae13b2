DROP INDEX "audit_events_actor";--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","id") WHERE starts_with("audit_events"."actor_id", 'per_');