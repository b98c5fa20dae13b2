-- requires: 0000_baseline
ALTER TABLE "notification_preferences" ADD COLUMN "holds_floods" boolean DEFAULT false NOT NULL;
