-- requires: 0000_baseline
ALTER TABLE "notices" ADD COLUMN "budget" integer;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD COLUMN "hourly_budget" integer;
