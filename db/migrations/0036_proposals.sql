CREATE TABLE "proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"act" text NOT NULL,
	"object_id" text,
	"payload" jsonb NOT NULL,
	"digest" text NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_with" text,
	"proposed_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"closed_by" text,
	"confirmed_with" text,
	"closed_at" timestamp with time zone,
	CONSTRAINT "proposals_state" CHECK ("proposals"."state" in ('open', 'confirmed', 'withdrawn', 'declined', 'expired', 'superseded')),
	CONSTRAINT "proposals_closed" CHECK (("proposals"."state" = 'open') = ("proposals"."closed_at" is null))
);
--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "proposal_id" text;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_open_once" ON "proposals" USING btree ("digest") WHERE "proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "proposals_open_object" ON "proposals" USING btree ("object_id") WHERE "proposals"."state" = 'open';--> statement-breakpoint
CREATE INDEX "proposals_proposer" ON "proposals" USING btree ("proposed_by") WHERE "proposals"."state" = 'open';--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_proposal" ON "notices" USING btree ("proposal_id") WHERE "notices"."seen_at" is null;--> statement-breakpoint
-- Open proposals of active admins move to the new table: the draft's, and the one that one admin be enough. They stay open for
-- seven days from the migration; one whose proposer is no longer an admin ends here, so that it does not return with the role. The digest is
-- base64url(SHA-256(JCS({v: 1, change}))), as lib/proposals/proposal-digest.ts computes it.
INSERT INTO "proposals" ("id", "act", "payload", "digest", "proposed_by", "proposed_with", "proposed_at", "expires_at")
	SELECT 'prp_0' || substr(md5(random()::text), 1, 25), 'policy.publish',
		jsonb_build_object('version', d."base_version" + 1, 'digest', d."proposed_digest"),
		translate(rtrim(encode(sha256(convert_to('{"change":{"act":"policy.publish","digest":"' || d."proposed_digest"
			|| '","version":' || (d."base_version" + 1) || '},"v":1}', 'UTF8')), 'base64'), '='), '+/', '-_'),
		d."proposed_by", d."proposed_with", d."proposed_at", greatest(d."proposed_at", now()) + interval '7 days'
	FROM "policy_draft" d JOIN "people" p ON p."id" = d."proposed_by" AND p."status" = 'active' AND 'admin' = ANY (p."roles")
	WHERE d."proposed_digest" IS NOT NULL AND d."proposed_at" IS NOT NULL;--> statement-breakpoint
INSERT INTO "proposals" ("id", "act", "payload", "digest", "proposed_by", "proposed_with", "proposed_at", "expires_at")
	SELECT 'prp_0' || substr(md5(random()::text), 1, 25), 'workspace.single_admin', '{}',
		translate(rtrim(encode(sha256(convert_to('{"change":{"act":"workspace.single_admin"},"v":1}', 'UTF8')), 'base64'), '='), '+/', '-_'),
		w."single_admin_proposed_by", w."single_admin_proposed_with", w."single_admin_proposed_at",
		greatest(w."single_admin_proposed_at", now()) + interval '7 days'
	FROM "workspace" w JOIN "people" p ON p."id" = w."single_admin_proposed_by" AND p."status" = 'active' AND 'admin' = ANY (p."roles")
	WHERE w."publish_needs_second_admin" AND w."single_admin_proposed_at" IS NOT NULL;--> statement-breakpoint
UPDATE "notices" SET "proposal_id" = c."id" FROM "proposals" c
	WHERE "notices"."kind" = 'publication_proposed' AND "notices"."seen_at" IS NULL AND c."act" = 'policy.publish';
