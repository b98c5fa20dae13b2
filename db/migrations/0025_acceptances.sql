CREATE TABLE "acceptances" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"statement" "bytea" NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"authenticator_data" "bytea" NOT NULL,
	"client_data_json" "bytea" NOT NULL,
	"signature" "bytea" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "ownership_offers" DROP CONSTRAINT "ownership_offers_evidence";--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD COLUMN "acceptance_id" text;--> statement-breakpoint
ALTER TABLE "acceptances" ADD CONSTRAINT "acceptances_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_acceptance_id_acceptances_id_fk" FOREIGN KEY ("acceptance_id") REFERENCES "public"."acceptances"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD CONSTRAINT "ownership_offers_evidence" CHECK ("ownership_offers"."state" <> 'accepted' or "ownership_offers"."acceptance_id" is not null or ("ownership_offers"."statement" is not null and "ownership_offers"."credential_id" is not null and "ownership_offers"."public_key" is not null
       and "ownership_offers"."authenticator_data" is not null and "ownership_offers"."client_data_json" is not null and "ownership_offers"."signature" is not null));--> statement-breakpoint
CREATE TRIGGER acceptances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "acceptances"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
