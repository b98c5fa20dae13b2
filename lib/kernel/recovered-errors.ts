import { channel } from "node:diagnostics_channel";

/** An unexpected error after which the work continued in another way. */
export interface RecoveredError {
  during: string;
  error: unknown;
}

/** Where such errors are published: app/process/jobs/recovered-errors.ts logs them. */
export const recoveredErrors = channel("countersign.recovered-error");
