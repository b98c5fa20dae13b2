CREATE TABLE "gateway_answers" (
	"agent_id" text NOT NULL,
	"call_hash" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"answer" text,
	CONSTRAINT "gateway_answers_agent_id_call_hash_pk" PRIMARY KEY("agent_id","call_hash")
);
--> statement-breakpoint
ALTER TABLE "gateway_answers" ADD CONSTRAINT "gateway_answers_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gateway_answers_received" ON "gateway_answers" USING btree ("received_at");