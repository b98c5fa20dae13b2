-- requires: 0000_baseline
ALTER TABLE "workspace" ADD COLUMN "environment" text;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "environment_color" text;