CREATE TABLE "chat_identities" (
	"person_id" text PRIMARY KEY NOT NULL,
	"setting_id" text NOT NULL,
	"email" text NOT NULL,
	"slack_user_id" text,
	"looked_up_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_settings" (
	"kind" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"secret_sealed" "bytea" NOT NULL,
	"host" text NOT NULL,
	"ends_with" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "chat_settings_id_unique" UNIQUE("id")
);
--> statement-breakpoint
ALTER TABLE "chat_identities" ADD CONSTRAINT "chat_identities_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chat_settings" ADD CONSTRAINT "chat_settings_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;