ALTER TABLE "sessions" ADD COLUMN "created_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_used_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "device_name" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "is_app" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "is_device" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "phone_session_days" integer DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_attempts" ADD COLUMN "stays" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_attempts" ADD COLUMN "is_app" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Sessions from before lasted 12 hours, so that their end tells their beginning.
UPDATE "sessions" SET "created_at" = "expires" - interval '12 hours', "last_used_at" = "expires" - interval '12 hours';
