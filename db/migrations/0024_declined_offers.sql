ALTER TABLE "notices" ADD COLUMN "offer_id" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "more" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "ownership_offers" ADD COLUMN "decline_reason" text;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_offer_id_ownership_offers_id_fk" FOREIGN KEY ("offer_id") REFERENCES "public"."ownership_offers"("id") ON DELETE no action ON UPDATE no action;