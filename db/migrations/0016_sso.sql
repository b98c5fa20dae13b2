CREATE TABLE "sso_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"connection_id" text NOT NULL,
	"state_hash" text NOT NULL,
	"cookie_hash" text NOT NULL,
	"tester_id" text,
	"next" text,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"result" jsonb,
	CONSTRAINT "sso_attempts_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
CREATE TABLE "sso_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"client_id" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"scopes" text[] NOT NULL,
	"domains" text[] NOT NULL,
	"just_in_time" boolean NOT NULL,
	"just_in_time_roles" text[] NOT NULL,
	"group_claim" text,
	"group_roles" jsonb NOT NULL,
	"enabled" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sso_just_in_time_roles" CHECK ("sso_connections"."just_in_time_roles" <@ array['approver', 'auditor'])
);
--> statement-breakpoint
CREATE TABLE "sso_logouts" (
	"connection_id" text NOT NULL,
	"jti" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sso_logouts_connection_id_jti_pk" PRIMARY KEY("connection_id","jti")
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_connection_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "sso_sid" text;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "require_sso" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_connection_id_sso_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."sso_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_attempts" ADD CONSTRAINT "sso_attempts_tester_id_people_id_fk" FOREIGN KEY ("tester_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sso_logouts" ADD CONSTRAINT "sso_logouts_connection_id_sso_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."sso_connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sso_attempts_expiry" ON "sso_attempts" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_person" ON "accounts" USING btree ("user_id","provider");--> statement-breakpoint
CREATE INDEX "sessions_sso" ON "sessions" USING btree ("sso_connection_id") WHERE "sessions"."sso_connection_id" is not null;