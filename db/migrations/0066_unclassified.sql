-- Versions and drafts from before keep their meaning: rules applied to every type.
ALTER TABLE "policy_draft" ADD COLUMN "unclassified" text NOT NULL DEFAULT 'allow';--> statement-breakpoint
ALTER TABLE "policy_draft" ALTER COLUMN "unclassified" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "unclassified" text NOT NULL DEFAULT 'allow';--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "unclassified" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "replays" ADD COLUMN "unclassified" text NOT NULL DEFAULT 'allow';--> statement-breakpoint
ALTER TABLE "replays" ALTER COLUMN "unclassified" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_unclassified_is_known" CHECK ("policy_versions"."unclassified" in ('default_outcome', 'allow'));
