-- requires: 0000_baseline
-- The release before writes no draw, which alone the index covers.
-- kept since: 0000_baseline
DROP INDEX CONCURRENTLY IF EXISTS "approvals_draw";--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY "approvals_draw" ON "approvals" USING btree ("standing_approval_id","draw") WHERE "approvals"."standing_approval_id" is not null;
