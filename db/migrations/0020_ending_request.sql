-- requires: 0000_baseline
ALTER TABLE "standing_approvals" ADD COLUMN "ending_request_id" text;