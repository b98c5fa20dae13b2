-- requires: 0000_baseline
DROP INDEX CONCURRENTLY IF EXISTS "agents_held";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "agents_held" ON "agents" USING btree ("held_at","owner_id") WHERE "agents"."held_at" is not null;
