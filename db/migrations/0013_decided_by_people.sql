-- requires: 0000_baseline
DROP INDEX CONCURRENTLY IF EXISTS "requests_decided_by_people";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "requests_decided_by_people" ON "requests" USING btree ("agent_id","id" collate "C") WHERE "requests"."state" in ('approved', 'denied') and "requests"."standing_denial_id" is null;
