ALTER TABLE "enrolments" ADD COLUMN "vouched_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "old_passkeys" text;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "single_admin_proposed_with" text;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "second_admin_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "enrolment_id" text;--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "confirmed_with" text;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "enrolled_via" text DEFAULT 'before' NOT NULL;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "enrolment_id" text;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "vouched_by" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "is_founding" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "confirmed_by" text;--> statement-breakpoint
ALTER TABLE "passkeys" ADD COLUMN "confirmed_with" text;--> statement-breakpoint
ALTER TABLE "policy_draft" ADD COLUMN "proposed_with" text;--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "passkey_origin" jsonb;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_confirmed_by_people_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_enrolled_via" CHECK ("passkeys"."enrolled_via" in ('setup', 'invitation', 'recovery', 'own', 'before'));--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_confirmed_whole" CHECK (("passkeys"."confirmed_at" is null) = ("passkeys"."confirmed_with" is null) and "passkeys"."confirmed_with" in ('own', 'admin', 'founding', 'operator'));--> statement-breakpoint
-- A link that is open now still ties the passkey it enrolls to the admin who issued it.
UPDATE "enrolments" SET "vouched_by" = ARRAY["created_by"] WHERE "created_by" IS NOT NULL AND "created_by" IS DISTINCT FROM "person_id";--> statement-breakpoint
-- The founding period is over where there are, or were, two admins: now, by a change of roles, or by an invitation that was used.
UPDATE "workspace" SET "second_admin_since" = now() WHERE
	(SELECT count(*) FROM "people" WHERE 'admin' = ANY("roles") AND "status" IN ('active', 'suspended')) > 1
	OR EXISTS (SELECT FROM "audit_events" e, LATERAL (SELECT convert_from(e."body", 'UTF8')::jsonb -> 'data' AS data) b
		WHERE e."type" = 'person.roles_changed' AND (b.data -> 'to') ? 'admin' AND NOT (b.data -> 'from') ? 'admin')
	OR EXISTS (SELECT FROM "audit_events" e, LATERAL (SELECT convert_from(e."body", 'UTF8')::jsonb -> 'data' AS data) b
		WHERE e."type" = 'person.invited' AND (b.data -> 'roles') ? 'admin'
		AND EXISTS (SELECT FROM "audit_events" a WHERE a."type" = 'person.activated' AND a."person_id" = e."person_id"));
