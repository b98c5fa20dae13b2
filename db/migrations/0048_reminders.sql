CREATE TABLE "reminders" (
	"about" text NOT NULL,
	"stage" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reminders_about_stage_pk" PRIMARY KEY("about","stage")
);
