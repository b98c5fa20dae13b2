CREATE TABLE "delegations" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"delegate_id" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "delegations_not_to_oneself" CHECK ("delegations"."person_id" <> "delegations"."delegate_id"),
	CONSTRAINT "delegations_span" CHECK ("delegations"."ends_at" > "delegations"."starts_at")
);
--> statement-breakpoint
CREATE TABLE "group_members" (
	"group_id" text NOT NULL,
	"person_id" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_members_group_id_person_id_pk" PRIMARY KEY("group_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"request_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "policy_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "policy_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "replay_changes" (
	"replay_id" text NOT NULL,
	"request_id" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	CONSTRAINT "replay_changes_replay_id_request_id_pk" PRIMARY KEY("replay_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" text PRIMARY KEY NOT NULL,
	"draft_digest" text NOT NULL,
	"rules" jsonb NOT NULL,
	"default_outcome" text NOT NULL,
	"catalogue" jsonb NOT NULL,
	"scope" jsonb NOT NULL,
	"state" text NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"summary" jsonb,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "break_glass_reviews" (
	"approval_id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"used_by" text NOT NULL,
	"used_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"reviewed_by" text,
	"reviewed_at" timestamp with time zone,
	"finding" text,
	"note" text,
	CONSTRAINT "break_glass_reviewed_by_another" CHECK ("break_glass_reviews"."reviewed_by" <> "break_glass_reviews"."used_by"),
	CONSTRAINT "break_glass_review_whole" CHECK (("break_glass_reviews"."reviewed_at" is null) = ("break_glass_reviews"."reviewed_by" is null) and ("break_glass_reviews"."reviewed_at" is null) = ("break_glass_reviews"."finding" is null))
);
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_quorum";--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "labels" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "publish_needs_second_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "break_glass_review_hours" integer DEFAULT 72 NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_draft" ADD COLUMN "catalogue" jsonb;--> statement-breakpoint
ALTER TABLE "policy_draft" ADD COLUMN "proposed_by" text;--> statement-breakpoint
ALTER TABLE "policy_draft" ADD COLUMN "proposed_digest" text;--> statement-breakpoint
ALTER TABLE "policy_draft" ADD COLUMN "proposed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "capacity" text;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "for_person_id" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "resource" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "amount" numeric;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "currency" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "facts" jsonb;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "monitored" jsonb;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "requirements" jsonb;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "is_break_glass" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delegations" ADD CONSTRAINT "delegations_delegate_id_people_id_fk" FOREIGN KEY ("delegate_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_members" ADD CONSTRAINT "group_members_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_tokens" ADD CONSTRAINT "policy_tokens_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replay_changes" ADD CONSTRAINT "replay_changes_replay_id_replays_id_fk" FOREIGN KEY ("replay_id") REFERENCES "public"."replays"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_reviews" ADD CONSTRAINT "break_glass_reviews_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_reviews" ADD CONSTRAINT "break_glass_reviews_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_glass_reviews" ADD CONSTRAINT "break_glass_reviews_reviewed_by_people_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delegations_person" ON "delegations" USING btree ("person_id","ends_at");--> statement-breakpoint
CREATE INDEX "delegations_delegate" ON "delegations" USING btree ("delegate_id","ends_at");--> statement-breakpoint
CREATE INDEX "group_members_person" ON "group_members" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_name" ON "groups" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "notices_unseen" ON "notices" USING btree ("person_id","id") WHERE "notices"."seen_at" is null;--> statement-breakpoint
CREATE INDEX "policy_tokens_person" ON "policy_tokens" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "break_glass_reviews_open" ON "break_glass_reviews" USING btree ("due_at") WHERE "break_glass_reviews"."reviewed_at" is null;--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_for_person_id_people_id_fk" FOREIGN KEY ("for_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "requests_resource" ON "requests" USING btree ("resource","id") WHERE "requests"."resource" is not null;--> statement-breakpoint
CREATE INDEX "requests_monitored" ON "requests" USING btree ("id") WHERE "requests"."monitored" is not null;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_quorum" CHECK ("requests"."state" <> 'approved' or "requests"."is_break_glass" or "requests"."approvals_given" >= "requests"."approvals_required");