CREATE TABLE "mail_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"security" text NOT NULL,
	"user_name" text,
	"password_sealed" "bytea",
	"from_address" text NOT NULL,
	"from_name" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mail_settings_is_one" CHECK ("mail_settings"."id" = 1),
	CONSTRAINT "mail_settings_security" CHECK ("mail_settings"."security" in ('starttls', 'tls', 'none')),
	CONSTRAINT "mail_settings_sign_in" CHECK (("mail_settings"."user_name" is null) = ("mail_settings"."password_sealed" is null))
);
--> statement-breakpoint
ALTER TABLE "mail_settings" ADD CONSTRAINT "mail_settings_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;