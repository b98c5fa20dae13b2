CREATE TABLE "request_edits" (
	"request_id" text PRIMARY KEY NOT NULL,
	"edited_by" text NOT NULL,
	"edited_at" timestamp with time zone NOT NULL,
	"asked_action" text NOT NULL,
	"asked_digest" text NOT NULL,
	"patch" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "void_approvals" DROP CONSTRAINT "void_approvals_reason";--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "suggested_patch" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "accepts_edits" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "request_edits" ADD CONSTRAINT "request_edits_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_edits" ADD CONSTRAINT "request_edits_edited_by_people_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "void_approvals" ADD CONSTRAINT "void_approvals_reason" CHECK ("void_approvals"."reason" in ('passkey_removed', 'approver_inactive', 'left_group', 'backup_removed', 'delegation_ended', 'request_edited'));