CREATE TABLE "boundaries" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"held_tools" text DEFAULT 'block' NOT NULL,
	"public_key" "bytea",
	"enrolled_at" timestamp with time zone,
	"kind" text,
	"version" text,
	"upstream" text,
	"mapping_digest" text,
	"last_contact_at" timestamp with time zone,
	"report_id" text,
	"next_part" integer,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "boundaries_held_tools" CHECK ("boundaries"."held_tools" in ('block', 'step_up')),
	CONSTRAINT "boundaries_enrolled_whole" CHECK (("boundaries"."public_key" is null) = ("boundaries"."enrolled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "boundary_enrolment_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"boundary_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "boundary_tools" (
	"boundary_id" text NOT NULL,
	"name" text NOT NULL,
	"accepted_description" text,
	"accepted_schema" text,
	"accepted_text" text,
	"accepted_by" text,
	"accepted_at" timestamp with time zone,
	"seen_description" text,
	"seen_schema" text,
	"seen_text" text,
	"report_id" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"state" text GENERATED ALWAYS AS (case when seen_description is null then 'gone' when accepted_description is null then 'added'
        when accepted_description = seen_description and accepted_schema = seen_schema then 'accepted' else 'changed' end) STORED NOT NULL,
	CONSTRAINT "boundary_tools_boundary_id_name_pk" PRIMARY KEY("boundary_id","name"),
	CONSTRAINT "boundary_tools_accepted_whole" CHECK (("boundary_tools"."accepted_description" is null) = ("boundary_tools"."accepted_schema" is null) and ("boundary_tools"."accepted_description" is null) = ("boundary_tools"."accepted_text" is null)
       and ("boundary_tools"."accepted_description" is null) = ("boundary_tools"."accepted_by" is null) and ("boundary_tools"."accepted_description" is null) = ("boundary_tools"."accepted_at" is null)),
	CONSTRAINT "boundary_tools_seen_whole" CHECK (("boundary_tools"."seen_description" is null) = ("boundary_tools"."seen_schema" is null) and ("boundary_tools"."seen_text" is null or "boundary_tools"."seen_description" is not null))
);
--> statement-breakpoint
ALTER TABLE "boundaries" ADD CONSTRAINT "boundaries_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boundary_enrolment_codes" ADD CONSTRAINT "boundary_enrolment_codes_boundary_id_boundaries_id_fk" FOREIGN KEY ("boundary_id") REFERENCES "public"."boundaries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boundary_tools" ADD CONSTRAINT "boundary_tools_boundary_id_boundaries_id_fk" FOREIGN KEY ("boundary_id") REFERENCES "public"."boundaries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boundary_tools" ADD CONSTRAINT "boundary_tools_accepted_by_people_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "boundaries_key" ON "boundaries" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "boundary_enrolment_codes_boundary" ON "boundary_enrolment_codes" USING btree ("boundary_id");--> statement-breakpoint
CREATE INDEX "boundary_tools_held" ON "boundary_tools" USING btree ("boundary_id","name") WHERE "boundary_tools"."state" in ('added', 'changed');--> statement-breakpoint
CREATE INDEX "executions_boundary" ON "executions" USING btree ("boundary_id","started_at") WHERE "executions"."boundary_id" is not null;