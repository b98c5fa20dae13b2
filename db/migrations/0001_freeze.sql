-- requires: 0000_baseline
-- The release before never writes the reason that the check newly admits.
-- kept since: 0000_baseline
-- The release before moves the version alone, and by one. It never does what the trigger newly admits.
-- unused since: 0000_baseline
ALTER TABLE "void_approvals" DROP CONSTRAINT "void_approvals_reason";--> statement-breakpoint
ALTER TABLE "void_approvals" ADD CONSTRAINT "void_approvals_reason" CHECK ("void_approvals"."reason" in ('passkey_removed', 'approver_inactive', 'left_group', 'backup_removed', 'delegation_ended', 'request_edited', 'frozen')) NOT VALID;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "freeze_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_head" ADD COLUMN "freeze_epoch" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_head" ADD COLUMN "frozen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_head" ADD COLUMN "frozen_by" text;--> statement-breakpoint
ALTER TABLE "policy_head" ADD COLUMN "freeze_reason" text;--> statement-breakpoint
ALTER TABLE "policy_head" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
CREATE OR REPLACE FUNCTION refuse_policy_head_jump() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version NOT IN (OLD.version, OLD.version + 1) THEN
    RAISE EXCEPTION 'policy_head moves from % to % only', OLD.version, OLD.version + 1
      USING ERRCODE = 'restrict_violation';
  END IF;
  -- A freeze begins with a new epoch, which stays.
  IF NEW.freeze_epoch <> OLD.freeze_epoch + (OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL)::integer THEN
    RAISE EXCEPTION 'policy_head cannot move from epoch % to %', OLD.freeze_epoch, NEW.freeze_epoch
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
