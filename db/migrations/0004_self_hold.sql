-- requires: 0000_baseline
-- The release before holds agents by people alone, which the check admits as before.
-- kept since: 0000_baseline
ALTER TABLE "agents" DROP CONSTRAINT "agents_held_whole";--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_whole" CHECK ("agents"."held_at" is not null or "agents"."held_by" is null) NOT VALID;
