DROP INDEX "people_user_name";--> statement-breakpoint
CREATE UNIQUE INDEX "people_user_name" ON "people" USING btree (lower(coalesce("user_name", "email"))) WHERE "people"."status" <> 'left';