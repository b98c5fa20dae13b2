CREATE TABLE "scim_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "scim_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "signal_transmitters" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"audience" text NOT NULL,
	"jwks_url" text,
	"jwks" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "signal_transmitters_keys" CHECK (num_nonnulls("signal_transmitters"."jwks_url", "signal_transmitters"."jwks") = 1)
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"transmitter_id" text NOT NULL,
	"jti" text NOT NULL,
	"token_hash" text NOT NULL,
	"events" text[] NOT NULL,
	"person_id" text,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signals_transmitter_id_jti_pk" PRIMARY KEY("transmitter_id","jti")
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "user_name" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "profile" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "suspended_from" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "suspended_by" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "source" text DEFAULT 'console' NOT NULL;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "scim_tokens" ADD CONSTRAINT "scim_tokens_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signal_transmitters" ADD CONSTRAINT "signal_transmitters_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_transmitter_id_signal_transmitters_id_fk" FOREIGN KEY ("transmitter_id") REFERENCES "public"."signal_transmitters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "signal_transmitters_issuer" ON "signal_transmitters" USING btree ("issuer") WHERE "signal_transmitters"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "signals_received" ON "signals" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree (lower(coalesce("user_name", "email")));--> statement-breakpoint
CREATE INDEX "people_external_id" ON "people" USING btree ("external_id");--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_source" CHECK ("groups"."source" in ('console', 'scim'));