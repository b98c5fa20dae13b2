CREATE TABLE "attestations" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"agent_ids" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"statement" "bytea" NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"authenticator_data" "bytea" NOT NULL,
	"client_data_json" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ownership_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"from_person_id" text NOT NULL,
	"to_person_id" text NOT NULL,
	"offered_by" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"statement" "bytea",
	"credential_id" text,
	"public_key" "bytea",
	"authenticator_data" "bytea",
	"client_data_json" "bytea",
	"signature" "bytea",
	CONSTRAINT "ownership_offers_state" CHECK ("ownership_offers"."state" in ('open', 'accepted', 'declined', 'withdrawn', 'expired')),
	CONSTRAINT "ownership_offers_closed" CHECK (("ownership_offers"."state" = 'open') = ("ownership_offers"."closed_at" is null)),
	CONSTRAINT "ownership_offers_evidence" CHECK ("ownership_offers"."state" <> 'accepted' or ("ownership_offers"."statement" is not null and "ownership_offers"."credential_id" is not null and "ownership_offers"."public_key" is not null
       and "ownership_offers"."authenticator_data" is not null and "ownership_offers"."client_data_json" is not null and "ownership_offers"."signature" is not null))
);
--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "attested_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "attestation_days" integer DEFAULT 90 NOT NULL;--> statement-breakpoint
ALTER TABLE "workspace" ADD COLUMN "attestation_grace_days" integer DEFAULT 14 NOT NULL;--> statement-breakpoint
ALTER TABLE "attestations" ADD CONSTRAINT "attestations_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_from_person_id_people_id_fk" FOREIGN KEY ("from_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_to_person_id_people_id_fk" FOREIGN KEY ("to_person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_offered_by_people_id_fk" FOREIGN KEY ("offered_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attestations_person" ON "attestations" USING btree ("person_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "ownership_offers_one_open" ON "ownership_offers" USING btree ("agent_id") WHERE "ownership_offers"."state" = 'open';--> statement-breakpoint
CREATE INDEX "ownership_offers_to" ON "ownership_offers" USING btree ("to_person_id") WHERE "ownership_offers"."state" = 'open';--> statement-breakpoint
CREATE INDEX "ownership_offers_by" ON "ownership_offers" USING btree ("offered_by") WHERE "ownership_offers"."state" = 'open';--> statement-breakpoint
CREATE INDEX "ownership_offers_agent" ON "ownership_offers" USING btree ("agent_id","id");--> statement-breakpoint
CREATE INDEX "agents_name" ON "agents" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "agents_labels" ON "agents" USING gin ("labels");--> statement-breakpoint
CREATE INDEX "agents_attested" ON "agents" USING btree ("attested_at") WHERE "agents"."status" = 'active';