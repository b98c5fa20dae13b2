DROP INDEX "approvals_once";--> statement-breakpoint
ALTER TABLE "approvals" ADD COLUMN "round" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "void_approvals" ADD COLUMN "reason" text DEFAULT 'passkey_removed' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("request_id","person_id","round") WHERE "approvals"."capacity" is distinct from 'break_glass';--> statement-breakpoint
ALTER TABLE "void_approvals" ADD CONSTRAINT "void_approvals_reason" CHECK ("void_approvals"."reason" in ('passkey_removed', 'approver_inactive', 'left_group', 'backup_removed', 'delegation_ended'));
--> statement-breakpoint
-- Approvals on pending requests whose authority is gone today become void, so that a later reinstatement does not bring them back.
INSERT INTO "void_approvals" ("approval_id", "reason", "voided_at")
  SELECT d.id, 'approver_inactive', now() FROM "approvals" d JOIN "requests" r ON r.id = d.request_id
  WHERE r.state = 'pending' AND d.decision = 'approve' AND EXISTS (
    SELECT FROM "people" p WHERE p.id IN (d.person_id, d.for_person_id)
      AND NOT (p.status = 'active' AND 'approver' = ANY (p.roles)))
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "void_approvals" ("approval_id", "reason", "voided_at")
  SELECT d.id, 'delegation_ended', now() FROM "approvals" d JOIN "requests" r ON r.id = d.request_id
  WHERE r.state = 'pending' AND d.decision = 'approve' AND d.for_person_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM "delegations" dl WHERE dl.person_id = d.for_person_id AND dl.delegate_id = d.person_id
      AND dl.revoked_at IS NULL AND dl.starts_at <= d.created_at AND dl.ends_at > d.created_at)
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "void_approvals" ("approval_id", "reason", "voided_at")
  SELECT d.id, 'left_group', now() FROM "approvals" d JOIN "requests" r ON r.id = d.request_id
  WHERE r.state = 'pending' AND d.decision = 'approve' AND d.capacity = 'group' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(coalesce(r.requirements, '[]')) q JOIN "group_members" m ON m.group_id = q -> 'approvers' ->> 'group'
    WHERE m.person_id = coalesce(d.for_person_id, d.person_id))
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO "void_approvals" ("approval_id", "reason", "voided_at")
  SELECT d.id, 'backup_removed', now() FROM "approvals" d JOIN "requests" r ON r.id = d.request_id
  WHERE r.state = 'pending' AND d.decision = 'approve' AND d.capacity = 'backup' AND NOT EXISTS (
    SELECT FROM "agent_backups" b WHERE b.agent_id = r.agent_id AND b.person_id = coalesce(d.for_person_id, d.person_id))
  ON CONFLICT DO NOTHING;
