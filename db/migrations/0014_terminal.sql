-- requires: 0000_baseline
ALTER TABLE "sessions" ADD COLUMN "terminal_of" text;
