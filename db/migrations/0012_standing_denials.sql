-- requires: 0000_baseline
CREATE TABLE "standing_denials" (
	"approval_id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"owner_epoch" integer NOT NULL,
	"action_type" text NOT NULL,
	"resource" text,
	"action_digest" text,
	"count" integer DEFAULT 0 NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "standing_denial_id" text;--> statement-breakpoint
ALTER TABLE "standing_denials" ADD CONSTRAINT "standing_denials_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standing_denials" ADD CONSTRAINT "standing_denials_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "standing_denials_agent" ON "standing_denials" USING btree ("agent_id") WHERE "standing_denials"."ended_at" is null;
