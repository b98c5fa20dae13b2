DROP INDEX "approvals_once";--> statement-breakpoint
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("person_id","kind","request_id") WHERE "notices"."request_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_broken_once" ON "approvals" USING btree ("request_id") WHERE "approvals"."capacity" = 'break_glass';--> statement-breakpoint
CREATE INDEX "approvals_person" ON "approvals" USING btree ("person_id","request_id");--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_once" ON "approvals" USING btree ("request_id","person_id") WHERE "approvals"."capacity" is distinct from 'break_glass';