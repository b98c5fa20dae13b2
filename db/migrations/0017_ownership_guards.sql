-- What people signed stays as it was signed: an attestation never changes, and an offer not once it is closed.

CREATE TRIGGER attestations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "attestations"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ownership_offers_closed_for_good BEFORE UPDATE ON "ownership_offers"
  FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ownership_offers_kept BEFORE DELETE OR TRUNCATE ON "ownership_offers"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
