DROP INDEX "people_user_name";--> statement-breakpoint
DROP INDEX "people_email";--> statement-breakpoint
DROP INDEX "people_email_before";--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "external_by" text;--> statement-breakpoint
CREATE UNIQUE INDEX "people_external_id_by_client" ON "people" USING btree ("external_by","external_id") WHERE "people"."status" <> 'left';--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree (lower(coalesce("user_name", "email") collate "C")) WHERE "people"."status" <> 'left';--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree (lower("email" collate "C"));--> statement-breakpoint
CREATE INDEX "people_email_before" ON "people" USING btree (lower("email_before" collate "C")) WHERE "people"."email_given_at" is not null;