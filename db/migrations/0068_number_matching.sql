ALTER TABLE "challenges" ADD COLUMN "is_number_matched" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "wrong_numbers" integer DEFAULT 0 NOT NULL;