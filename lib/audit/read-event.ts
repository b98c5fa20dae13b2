import { z } from "zod";
import type { AuditEntry } from "./select-events.ts";

const eventSchema = z.object({
  type: z.string(),
  actor: z.object({ type: z.enum(["person", "agent", "tool", "boundary", "system"]), id: z.string() }),
  subject: z.record(z.string(), z.string()),
  data: z.record(z.string(), z.unknown()),
});

export interface AuditEvent extends z.output<typeof eventSchema> {
  id: string;
  at: Date;
  /** The exact stored text. */
  text: string;
}

/** Only this server writes event bytes: an unexpected value is an internal error. */
export function readEvent({ id, at, body }: AuditEntry): AuditEvent {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return { id, at, text, ...eventSchema.parse(JSON.parse(text)) };
}
