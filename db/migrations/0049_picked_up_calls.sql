CREATE TABLE "picked_up_calls" (
	"agent_id" text NOT NULL,
	"action_digest" text NOT NULL,
	"request_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"asked_by" text,
	"delivered_at" timestamp with time zone,
	"delivered_to" text,
	CONSTRAINT "picked_up_calls_agent_id_action_digest_pk" PRIMARY KEY("agent_id","action_digest")
);
--> statement-breakpoint
ALTER TABLE "picked_up_calls" ADD CONSTRAINT "picked_up_calls_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;