CREATE TABLE "void_approvals" (
	"approval_id" text PRIMARY KEY NOT NULL,
	"voided_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "void_approvals" ADD CONSTRAINT "void_approvals_approval_id_approvals_id_fk" FOREIGN KEY ("approval_id") REFERENCES "public"."approvals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER void_approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "void_approvals"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
