/** How far a decision is. */
export type Phase = "idle" | "preparing" | "prompting" | "denying" | "sending" | "decided" | "reloading";

/** What a page says about each phase. */
export const phaseWords: Record<Phase, string> = {
  idle: "",
  preparing: "Preparing…",
  prompting: "Waiting for your passkey…",
  denying: "Denying…",
  sending: "Sending…",
  decided: "Recorded. Loading…",
  reloading: "Loading…",
};

/** What a page says after an error of its own, before anything was sent. */
export const pageFault = "Something went wrong on this page. Nothing was sent. Reload and try again.";
