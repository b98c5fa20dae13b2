ALTER TABLE "agent_keys" ADD COLUMN "edge" text;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD COLUMN "first_call_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_edge" CHECK (("agent_keys"."edge" is null or "agent_keys"."algorithm" = 'bearer') and ("agent_keys"."first_call_at" is null or "agent_keys"."edge" is not null));