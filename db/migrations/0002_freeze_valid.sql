-- requires: 0000_baseline
ALTER TABLE "void_approvals" VALIDATE CONSTRAINT "void_approvals_reason";
