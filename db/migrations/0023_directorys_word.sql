ALTER TABLE "people" ADD COLUMN "inactive_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "inactive_by" text;
--> statement-breakpoint
UPDATE "people" SET "inactive_by" = "suspended_by", "inactive_since" = coalesce((SELECT max("at") FROM "audit_events" WHERE "person_id" = "people"."id" AND "type" = 'person.suspended'), now()) WHERE "status" = 'suspended' AND "suspended_by" LIKE 'scim:%';
