ALTER TABLE "requests" ADD COLUMN "edge" text;--> statement-breakpoint
ALTER TABLE "requests" ADD COLUMN "boundary_id" text;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_edge" CHECK ("requests"."edge" in ('claude-code', 'codex', 'cursor', 'authzen', 'envoy', 'toolhive'));