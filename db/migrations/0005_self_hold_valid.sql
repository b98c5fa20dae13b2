-- requires: 0000_baseline
ALTER TABLE "agents" VALIDATE CONSTRAINT "agents_held_whole";
