import { channel } from "node:diagnostics_channel";

/** An unexpected error after which the work continued. */
export interface RecoveredError {
  during: string;
  error: unknown;
}

/** app/process/jobs/alarms.ts logs these errors. */
export const recoveredErrors = channel("countersign.recovered-error");
