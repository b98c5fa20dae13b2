DROP INDEX "grants_issued_expiry";--> statement-breakpoint
DROP INDEX "grants_issued_agent";--> statement-breakpoint
CREATE INDEX "grants_unredeemed_expiry" ON "grants" USING btree ("expires_at") WHERE "grants"."state" in ('issued', 'expired') and "grants"."redeemed_by" is null;--> statement-breakpoint
CREATE INDEX "grants_issued_agent" ON "grants" USING btree ("agent_id","expires_at") WHERE "grants"."state" = 'issued';