-- requires: 0000_baseline
-- The release before writes no draw, which alone the unique index covers. For its reads, `requests_decided_agent` serves.
-- kept since: 0000_baseline
DROP INDEX CONCURRENTLY IF EXISTS "approvals_draw";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "approvals_draw" ON "approvals" USING btree ("standing_approval_id","draw") WHERE "approvals"."standing_approval_id" is not null;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "requests_decided_by_people";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "requests_decided_by_people" ON "requests" USING btree ("agent_id","id" collate "C") WHERE "requests"."state" in ('approved', 'denied') and "requests"."standing_denial_id" is null and "requests"."standing_approval_id" is null;
