/** How far a decision is. */
export type Phase = "idle" | "preparing" | "prompting" | "denying" | "sending" | "decided" | "reloading";

/** The page's words for each phase. */
export const phaseWords: Record<Phase, string> = {
  idle: "",
  preparing: "Preparing…",
  prompting: "Waiting for your passkey…",
  denying: "Denying…",
  sending: "Sending…",
  decided: "Recorded. Loading…",
  reloading: "Loading…",
};

/** The page's words after an error of its own, before anything was sent. */
export const pageFault = "Something went wrong on this page. Nothing was sent. Reload and try again.";
