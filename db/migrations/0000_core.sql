CREATE TABLE "agent_backups" (
	"agent_id" text NOT NULL,
	"person_id" text NOT NULL,
	CONSTRAINT "agent_backups_agent_id_person_id_pk" PRIMARY KEY("agent_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "agent_enrolment_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "agent_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"algorithm" text NOT NULL,
	"public_key" "bytea",
	"secret_sealed" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "agent_keys_material" CHECK (("agent_keys"."algorithm" = 'ed25519' and "agent_keys"."public_key" is not null and "agent_keys"."secret_sealed" is null)
       or ("agent_keys"."algorithm" = 'hmac-sha256' and "agent_keys"."secret_sealed" is not null and "agent_keys"."public_key" is null))
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_epoch" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agents_status" CHECK ("agents"."status" in ('active', 'quarantined', 'revoked'))
);
--> statement-breakpoint
CREATE TABLE "tools" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"audience" text NOT NULL,
	"algorithm" text NOT NULL,
	"public_key" "bytea",
	"secret_sealed" "bytea",
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"actor_id" text NOT NULL,
	"person_id" text,
	"agent_id" text,
	"request_id" text,
	"body" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"user_id" text NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"purpose" text NOT NULL,
	"person_id" text,
	"created_by" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "enrolments_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" timestamp with time zone,
	"image" text,
	"status" text NOT NULL,
	"roles" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "people_status" CHECK ("people"."status" in ('invited', 'active', 'suspended', 'left')),
	CONSTRAINT "people_roles" CHECK ("people"."roles" <@ array['admin', 'approver', 'auditor'])
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workspace_is_one" CHECK ("workspace"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"owner_epoch" integer NOT NULL,
	"action_digest" text NOT NULL,
	"kid" text NOT NULL,
	"claims" text NOT NULL,
	"state" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"redeemed_by" text,
	CONSTRAINT "grants_request_id_unique" UNIQUE("request_id"),
	CONSTRAINT "grants_state" CHECK ("grants"."state" in ('issued', 'redeemed', 'expired', 'revoked'))
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_sealed" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "expiries" (
	"due_at" timestamp with time zone PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"bucket" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_limits_bucket_window_start_pk" PRIMARY KEY("bucket","window_start")
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"challenge" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"person_id" text,
	"user_handle" text,
	"enrolment_id" text,
	"request_id" text,
	"statement" "bytea",
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"name" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"counter" bigint NOT NULL,
	"transports" text[] NOT NULL,
	"backup_eligible" boolean NOT NULL,
	"backed_up" boolean NOT NULL,
	"aaguid" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "action_types" (
	"type" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"risk" text NOT NULL,
	"schema" jsonb NOT NULL,
	"amount_param" text,
	"currency_param" text
);
--> statement-breakpoint
CREATE TABLE "policy_draft" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"base_version" integer NOT NULL,
	"revision" integer NOT NULL,
	"rules" jsonb NOT NULL,
	"default_outcome" text NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_draft_is_one" CHECK ("policy_draft"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"version" integer PRIMARY KEY NOT NULL,
	"rules" jsonb NOT NULL,
	"default_outcome" text NOT NULL,
	"digest" text NOT NULL,
	"published_by" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_default_never_allows" CHECK ("policy_versions"."default_outcome" in ('step_up', 'block'))
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"person_id" text NOT NULL,
	"decision" text NOT NULL,
	"note" text,
	"statement" "bytea",
	"credential_id" text,
	"public_key" "bytea",
	"authenticator_data" "bytea",
	"client_data_json" "bytea",
	"signature" "bytea",
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "approvals_evidence" CHECK ("approvals"."decision" = 'deny' or ("approvals"."statement" is not null and "approvals"."credential_id" is not null and "approvals"."public_key" is not null
       and "approvals"."authenticator_data" is not null and "approvals"."client_data_json" is not null and "approvals"."signature" is not null)),
	CONSTRAINT "approvals_denial_has_reason" CHECK ("approvals"."decision" = 'approve' or length("approvals"."note") > 0)
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"webhook_id" text NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"state" text NOT NULL,
	"close_reason" text,
	"action" text NOT NULL,
	"action_type" text NOT NULL,
	"action_digest" text NOT NULL,
	"reason" text,
	"context" text,
	"owner_id" text NOT NULL,
	"owner_epoch" integer NOT NULL,
	"policy_version" integer NOT NULL,
	"rule_ids" text[] NOT NULL,
	"approvals_required" integer NOT NULL,
	"approvals_given" integer DEFAULT 0 NOT NULL,
	"grant_ttl_seconds" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "requests_idempotency" UNIQUE("agent_id","webhook_id"),
	CONSTRAINT "requests_state" CHECK ("requests"."state" in ('allowed', 'blocked', 'pending', 'approved', 'denied', 'expired', 'cancelled')),
	CONSTRAINT "requests_quorum" CHECK ("requests"."state" <> 'approved' or "requests"."approvals_given" >= "requests"."approvals_required")
);
--> statement-breakpoint
ALTER TABLE "agent_backups" ADD CONSTRAINT "agent_backups_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_backups" ADD CONSTRAINT "agent_backups_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_enrolment_codes" ADD CONSTRAINT "agent_enrolment_codes_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agent_keys" ADD CONSTRAINT "agent_keys_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_people_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_people_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_backups_person" ON "agent_backups" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "agent_keys_agent" ON "agent_keys" USING btree ("agent_id");--> statement-breakpoint
CREATE INDEX "agents_owner" ON "agents" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "tools_audience" ON "tools" USING btree ("audience");--> statement-breakpoint
CREATE INDEX "audit_events_type" ON "audit_events" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_person" ON "audit_events" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_agent" ON "audit_events" USING btree ("agent_id","id");--> statement-breakpoint
CREATE INDEX "audit_events_request" ON "audit_events" USING btree ("request_id","id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "enrolments_person" ON "enrolments" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "grants_issued_expiry" ON "grants" USING btree ("expires_at") WHERE "grants"."state" = 'issued';--> statement-breakpoint
CREATE INDEX "grants_issued_agent" ON "grants" USING btree ("agent_id") WHERE "grants"."state" = 'issued';--> statement-breakpoint
CREATE INDEX "challenges_expiry" ON "challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "passkeys_person" ON "passkeys" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("request_id","person_id");--> statement-breakpoint
CREATE INDEX "requests_agent" ON "requests" USING btree ("agent_id","id");--> statement-breakpoint
CREATE INDEX "requests_pending" ON "requests" USING btree ("expires_at") WHERE "requests"."state" = 'pending';