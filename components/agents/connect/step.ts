import type { KeyGiven } from "../commands.ts";
import type { OfferedFile } from "../install-client.tsx";

/** What fills the steps of a kind. */
export interface Place {
  origin: string;
  /** How long a hook's call is held. */
  holdSeconds: number;
  files: readonly OfferedFile[];
  agent: { id: string; name: string };
  given: KeyGiven;
  /** Whether the agent's machine may have an earlier key. */
  replaces?: boolean;
}

/** A fact in the database: the agent has its key, a client's settings were checked, a call arrived. */
export type Proof = "key" | "check" | "call";

/** A part of connecting an agent. */
export interface Step {
  title: string;
  /** Words in backticks are code. */
  words: string;
  /** The value that is shown once, and what its holder can do. */
  once?: { noun: "token" | "secret"; words: string };
  /** Texts to copy. `sha256`: of a file that the text installs. */
  blocks: readonly { label: string; text: string; sha256?: string }[];
  /** The fact that shows that the step was done, because it can't come true without the step. */
  proof: Proof;
}
