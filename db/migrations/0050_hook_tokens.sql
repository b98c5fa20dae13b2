ALTER TABLE "agent_keys" DROP CONSTRAINT "agent_keys_material";--> statement-breakpoint
ALTER TABLE "agent_keys" ADD COLUMN "token_hash" text;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "agent_keys_token" ON "agent_keys" USING btree ("token_hash") WHERE "agent_keys"."token_hash" is not null;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_checked" CHECK ("agent_keys"."checked_at" is null or "agent_keys"."algorithm" = 'bearer');--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_material" CHECK (("agent_keys"."algorithm" = 'ed25519' and "agent_keys"."public_key" is not null and "agent_keys"."secret_sealed" is null and "agent_keys"."token_hash" is null)
       or ("agent_keys"."algorithm" = 'hmac-sha256' and "agent_keys"."secret_sealed" is not null and "agent_keys"."public_key" is null and "agent_keys"."token_hash" is null)
       or ("agent_keys"."algorithm" = 'bearer' and "agent_keys"."token_hash" is not null and "agent_keys"."public_key" is null and "agent_keys"."secret_sealed" is null));