ALTER TABLE "workspace" ADD COLUMN "single_admin_proposed_by" text;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "single_admin_proposed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "proposed_by" text;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "against" integer;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "cursor" text NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "replays_one_running" ON "replays" USING btree ("state") WHERE "replays"."state" = 'running';