CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"notification_id" text NOT NULL,
	"kind" text NOT NULL,
	"channel" text NOT NULL,
	"person_id" text,
	"destination" text NOT NULL,
	"receiver" text NOT NULL,
	"request_id" text,
	"agent_id" text,
	"notice_id" text,
	"state" text DEFAULT 'queued' NOT NULL,
	"digest_key" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"leased_until" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"follows" text,
	"reference" text,
	"error" text,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	CONSTRAINT "deliveries_once" UNIQUE("notification_id","channel","destination"),
	CONSTRAINT "deliveries_state" CHECK ("deliveries"."state" in ('queued', 'delivered', 'failed', 'withdrawn')),
	CONSTRAINT "deliveries_closed" CHECK (("deliveries"."state" = 'queued') = ("deliveries"."closed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"request_id" text,
	"agent_id" text,
	"notice_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receivers" (
	"channel" text NOT NULL,
	"receiver" text NOT NULL,
	"failures" integer NOT NULL,
	"paused_until" timestamp with time zone NOT NULL,
	CONSTRAINT "receivers_channel_receiver_pk" PRIMARY KEY("channel","receiver")
);
--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "agent_id" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("channel","receiver","due_at") WHERE "deliveries"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "deliveries_leased" ON "deliveries" USING btree ("channel","receiver") WHERE "deliveries"."state" = 'queued' and "deliveries"."leased_until" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_digest" ON "deliveries" USING btree ("digest_key") WHERE "deliveries"."state" = 'queued' and "deliveries"."digest_key" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_request" ON "deliveries" USING btree ("request_id","id") WHERE "deliveries"."request_id" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_failed" ON "deliveries" USING btree ("id") WHERE "deliveries"."state" = 'failed';--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at","id");--> statement-breakpoint
-- Whatever closes a pending request, by decision, withdrawal, expiry or the end of an authority, tells the outbox in the same
-- statement: no closing statement can forget it. A request closes once, so its own ID makes the row's.
CREATE FUNCTION outbox_request_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO outbox (id, kind, request_id, agent_id, created_at, due_at)
		VALUES ('obx_' || substr(NEW.id, 5), 'request_closed', NEW.id, NEW.agent_id, coalesce(NEW.closed_at, now()), coalesce(NEW.closed_at, now()))
		ON CONFLICT DO NOTHING;
	PERFORM pg_notify('countersign', 'outbox');
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER requests_closed AFTER UPDATE OF state ON requests FOR EACH ROW
	WHEN (OLD.state = 'pending' AND NEW.state <> 'pending') EXECUTE FUNCTION outbox_request_closed();
