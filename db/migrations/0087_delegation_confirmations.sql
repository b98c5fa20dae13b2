ALTER TABLE "delegations" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "delegations" ADD COLUMN "named_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "delegation_id" text;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_delegation_id_delegations_id_fk" FOREIGN KEY ("delegation_id") REFERENCES "public"."delegations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Delegations that people named themselves keep their effect; others wait for the person or the day.
UPDATE "delegations" SET "confirmed_at" = "created_at" WHERE "created_by" = "person_id";--> statement-breakpoint
UPDATE "delegations" SET "named_by" = ARRAY["created_by"] WHERE "created_by" <> "person_id";
