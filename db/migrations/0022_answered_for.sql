ALTER TABLE "scim_tokens" ADD COLUMN "answered_by" text;--> statement-breakpoint
UPDATE "scim_tokens" SET "answered_by" = "created_by";--> statement-breakpoint
ALTER TABLE "scim_tokens" ALTER COLUMN "answered_by" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "signal_transmitters" ADD COLUMN "answered_by" text;--> statement-breakpoint
UPDATE "signal_transmitters" SET "answered_by" = "created_by";--> statement-breakpoint
ALTER TABLE "signal_transmitters" ALTER COLUMN "answered_by" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "scim_tokens" ADD CONSTRAINT "scim_tokens_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signal_transmitters" ADD CONSTRAINT "signal_transmitters_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;