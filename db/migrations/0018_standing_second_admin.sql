-- requires: 0000_baseline
ALTER TABLE "standing_approvals" ADD COLUMN "waits_for_admin" boolean DEFAULT false NOT NULL;