ALTER TABLE "people" ADD COLUMN "is_newcomer" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email_before" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email_given_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "email_given_by" text;