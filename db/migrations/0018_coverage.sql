ALTER TABLE "requests" ADD COLUMN "doubt" text;--> statement-breakpoint
CREATE INDEX "requests_by_default" ON "requests" USING btree ("id") WHERE "requests"."rule_ids" = '{}';--> statement-breakpoint
CREATE INDEX "requests_in_doubt" ON "requests" USING btree ("id","doubt") WHERE "requests"."doubt" is not null;--> statement-breakpoint
CREATE INDEX "requests_decided" ON "requests" USING btree ("closed_at","created_at") WHERE "requests"."state" in ('approved', 'denied');--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_doubt" CHECK ("requests"."doubt" in ('fault', 'rules'));