ALTER TABLE "grants" DROP CONSTRAINT "grants_request_id_requests_id_fk";
--> statement-breakpoint
DROP INDEX "requests_pending";--> statement-breakpoint
CREATE INDEX "requests_owner" ON "requests" USING btree ("owner_id","id") WHERE "requests"."state" in ('allowed', 'approved', 'pending');--> statement-breakpoint
CREATE INDEX "requests_pending" ON "requests" USING btree ("expires_at") WHERE "requests"."state" = 'pending' and "requests"."closed_at" is null;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_pending_is_open" CHECK ("requests"."state" <> 'pending' or "requests"."closed_at" is null);
--> statement-breakpoint
-- In place of the foreign key of grants: requests are kept for ever, so that a webhook-id stays known (invariant 12).
CREATE TRIGGER requests_stay BEFORE DELETE OR TRUNCATE ON "requests"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
