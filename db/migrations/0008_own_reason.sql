-- requires: 0000_baseline
ALTER TABLE "agents" ADD COLUMN "own_reason" text;