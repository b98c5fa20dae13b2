CREATE TABLE "executions" (
	"request_id" text PRIMARY KEY NOT NULL,
	"grant_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"boundary_id" text,
	"state" text DEFAULT 'expected' NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"uncertain_at" timestamp with time zone,
	"reported_at" timestamp with time zone,
	"duration_ms" integer,
	"result_sha256" text,
	"error" text,
	"finding" text,
	"note" text,
	"resolved_by" text,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "executions_state" CHECK ("executions"."state" in ('expected', 'done', 'failed', 'uncertain')),
	CONSTRAINT "executions_finding" CHECK ("executions"."finding" in ('ran', 'did_not_run')),
	CONSTRAINT "executions_resolution_whole" CHECK (("executions"."resolved_at" is null) = ("executions"."resolved_by" is null) and ("executions"."resolved_at" is null) = ("executions"."finding" is null)
       and ("executions"."resolved_at" is null) = ("executions"."note" is null) and ("executions"."resolved_at" is null or "executions"."state" = 'uncertain'))
);
--> statement-breakpoint
ALTER TABLE "executions" ADD CONSTRAINT "executions_resolved_by_people_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "executions_due" ON "executions" USING btree ("due_at") WHERE "executions"."state" = 'expected';--> statement-breakpoint
CREATE INDEX "executions_unresolved" ON "executions" USING btree ("agent_id","request_id") WHERE "executions"."state" = 'uncertain' and "executions"."resolved_at" is null;