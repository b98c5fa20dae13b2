import type { ExecutionView } from "#lib/boundary/executions/find-execution";

/** What became of a redeemed action, in a few words. The outcome is the reporter's claim. */
export function executionWords({ state, durationMs, reportedAt, resolution }: Shown): string {
  if (resolution) return `${resolution.by} recorded that it ${findingWords[resolution.finding]}`;
  const after = durationMs === null ? "" : ` after ${durationText(durationMs)}`;
  if (state === "expected") return "No report yet";
  if (state === "uncertain")
    return reportedAt === null ? "Uncertain, no report in time" : `Reported as uncertain${after}`;
  return `Reported as ${state}${after}`;
}

type Shown = Pick<ExecutionView, "state" | "durationMs" | "reportedAt" | "resolution">;

const findingWords = { ran: "ran", did_not_run: "didn't run" } as const;

/** A length of time: `412 ms`, `12.3 s`, `4 min 10 s`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${(Math.floor(milliseconds / 100) / 10).toLocaleString("en")} s`;
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60).toLocaleString("en")} min ${seconds % 60} s`;
}
