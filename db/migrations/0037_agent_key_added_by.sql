ALTER TABLE "agent_keys" ADD COLUMN "added_by" text;--> statement-breakpoint
-- Keys from before: the person of the audit event added the key, or issued the code that was used up at the moment the
-- key was stored. Where neither is certain, it stays unknown. Only events of this one type are read as JSON.
WITH "added" AS MATERIALIZED (
	SELECT "agent_id", "actor_id", convert_from("body", 'UTF8')::jsonb AS "body" FROM "audit_events" WHERE "type" = 'agent_key.added'
)
UPDATE "agent_keys" k SET "added_by" = a."actor_id" FROM "added" a
	WHERE a."agent_id" = k."agent_id" AND a."body" #>> '{subject,key}' = k."id" AND a."body" #>> '{actor,type}' = 'person';--> statement-breakpoint
UPDATE "agent_keys" k SET "added_by" = c."created_by" FROM (
	SELECT "agent_id", "used_at", min("created_by") AS "created_by" FROM "agent_enrolment_codes"
	WHERE "used_at" IS NOT NULL GROUP BY "agent_id", "used_at" HAVING count(*) = 1
) c
	WHERE k."added_by" IS NULL AND c."agent_id" = k."agent_id" AND c."used_at" = k."created_at";
