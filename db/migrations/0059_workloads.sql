CREATE TABLE "workload_identities" (
	"id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"issuer" text NOT NULL,
	"audience" text NOT NULL,
	"subject" text NOT NULL,
	"claims" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"key_minutes" integer NOT NULL,
	"added_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "workload_identities_key_minutes" CHECK ("workload_identities"."key_minutes" between 5 and 60)
);
--> statement-breakpoint
CREATE TABLE "workload_tokens" (
	"issuer" text NOT NULL,
	"token_hash" text NOT NULL,
	"key_id" text NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workload_tokens_issuer_token_hash_pk" PRIMARY KEY("issuer","token_hash")
);
--> statement-breakpoint
ALTER TABLE "agent_keys" ADD COLUMN "workload_id" text;--> statement-breakpoint
ALTER TABLE "workload_identities" ADD CONSTRAINT "workload_identities_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workload_identities" ADD CONSTRAINT "workload_identities_added_by_people_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "workload_identities_agent" ON "workload_identities" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "workload_tokens_used" ON "workload_tokens" USING btree ("used_at");--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_workload_id_workload_identities_id_fk" FOREIGN KEY ("workload_id") REFERENCES "public"."workload_identities"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_keys_public" ON "agent_keys" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "agent_keys_workload" ON "agent_keys" USING btree ("workload_id") WHERE "agent_keys"."workload_id" is not null;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_workload" CHECK ("agent_keys"."workload_id" is null or "agent_keys"."algorithm" = 'ed25519');