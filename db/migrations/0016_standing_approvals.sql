-- requires: 0000_baseline
CREATE TABLE "standing_approvals" (
	"id" text PRIMARY KEY NOT NULL,
	"approval_id" text NOT NULL,
	"person_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"owner_epoch" integer NOT NULL,
	"action_type" text NOT NULL,
	"statement" "bytea",
	"credential_id" text,
	"public_key" "bytea",
	"authenticator_data" "bytea",
	"client_data_json" "bytea",
	"signature" "bytea",
	"passkey_origin" jsonb,
	"count" integer DEFAULT 0 NOT NULL,
	"total" numeric DEFAULT '0' NOT NULL,
	"last_drawn_at" timestamp with time zone,
	"sampled_at" timestamp with time zone NOT NULL,
	"sampled" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"end_reason" text,
	"ended_by" text,
	CONSTRAINT "standing_approvals_end_whole" CHECK (("standing_approvals"."ended_at" is null) = ("standing_approvals"."end_reason" is null))
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "standing_approval_id" text;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "draw" integer;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "draw_total" numeric;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "standing_approval_id" text;--> statement-breakpoint
ALTER TABLE "standing_approvals" ADD CONSTRAINT "standing_approvals_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_approvals" ADD CONSTRAINT "standing_approvals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_approvals" ADD CONSTRAINT "standing_approvals_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "standing_approvals_agent" ON "standing_approvals" USING btree ("agent_id") WHERE "standing_approvals"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "standing_approvals_person" ON "standing_approvals" USING btree ("person_id","created_at");
