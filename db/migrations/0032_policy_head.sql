CREATE TABLE "policy_head" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "policy_head_is_one" CHECK ("policy_head"."id" = 1)
);
--> statement-breakpoint
INSERT INTO "policy_head" ("version") SELECT coalesce(max("version"), 0) FROM "policy_versions";
--> statement-breakpoint
-- The head is one row for ever, and only ever moves to the next version.
CREATE FUNCTION refuse_policy_head_jump() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'policy_head moves from % to % only', OLD.version, OLD.version + 1 USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_head_moves_on BEFORE UPDATE ON "policy_head"
  FOR EACH ROW EXECUTE FUNCTION refuse_policy_head_jump();
--> statement-breakpoint
CREATE TRIGGER policy_head_stays BEFORE DELETE OR TRUNCATE ON "policy_head"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A version that is not the head would be published and never enforced, such as by a process of an older release.
CREATE FUNCTION require_policy_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM policy_head WHERE version = NEW.version) THEN
    RAISE EXCEPTION 'policy version % is not the head', NEW.version USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_versions_are_head BEFORE INSERT ON "policy_versions"
  FOR EACH ROW EXECUTE FUNCTION require_policy_head();
