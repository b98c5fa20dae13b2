ALTER TABLE "agents" ADD COLUMN "held_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "held_reason" text;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_by_people_id_fk" FOREIGN KEY ("held_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_whole" CHECK (("agents"."held_at" is null) = ("agents"."held_by" is null));--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_held_is_inactive" CHECK ("agents"."held_at" is null or "agents"."status" <> 'active');