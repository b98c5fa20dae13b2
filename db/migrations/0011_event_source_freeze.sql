-- requires: 0000_baseline
ALTER TABLE "event_sources" ADD COLUMN "may_freeze" boolean DEFAULT false NOT NULL;