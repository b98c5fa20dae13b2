CREATE TABLE "boundary_mappings" (
	"boundary_id" text NOT NULL,
	"version" integer NOT NULL,
	"document" text NOT NULL,
	"digest" text NOT NULL,
	"created_by" text NOT NULL,
	"proposed_by" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "boundary_mappings_boundary_id_version_pk" PRIMARY KEY("boundary_id","version"),
	CONSTRAINT "boundary_mappings_version" CHECK ("boundary_mappings"."version" >= 1)
);
--> statement-breakpoint
ALTER TABLE "boundaries" ADD COLUMN "server" text;--> statement-breakpoint
ALTER TABLE "boundary_mappings" ADD CONSTRAINT "boundary_mappings_boundary_id_boundaries_id_fk" FOREIGN KEY ("boundary_id") REFERENCES "public"."boundaries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boundary_mappings" ADD CONSTRAINT "boundary_mappings_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boundary_mappings" ADD CONSTRAINT "boundary_mappings_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER boundary_mappings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "boundary_mappings"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
