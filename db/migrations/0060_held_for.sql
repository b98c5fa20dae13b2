ALTER TABLE "agents" ADD COLUMN "held_for" text;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_for_people_id_fk" FOREIGN KEY ("held_for") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_for" CHECK ("agents"."held_for" is null or "agents"."held_by" is not null);