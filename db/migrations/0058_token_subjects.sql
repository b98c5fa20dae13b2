ALTER TABLE "agent_keys" ADD COLUMN "subject_type" text;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD COLUMN "subject_id" text;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_subject" CHECK (("agent_keys"."subject_type" is null) = ("agent_keys"."subject_id" is null) and ("agent_keys"."subject_id" is null or "agent_keys"."algorithm" = 'bearer'));