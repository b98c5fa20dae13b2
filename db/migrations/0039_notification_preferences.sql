CREATE TABLE "notification_preferences" (
	"person_id" text PRIMARY KEY NOT NULL,
	"channels" jsonb NOT NULL,
	"time_zone" text NOT NULL,
	"quiet_from" text,
	"quiet_until" text,
	"quiet_except" text[] NOT NULL,
	"digest" text NOT NULL,
	"digest_at" text NOT NULL,
	"when_away" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "flood_requests" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "flood_minutes" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "detail_channels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "notification_preferences" ADD CONSTRAINT "notification_preferences_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;