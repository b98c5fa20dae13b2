/** What a standby is at the moment. Only a `current` one is read. */
export type StandbyKind =
  | "current"
  | "behind"
  | "away"
  | "other_database"
  | "other_timeline"
  | "primary"
  | "unknown";

export interface StandbyState {
  kind: StandbyKind;
  /** Since the last commit that it has, if it is behind. */
  secondsBehind?: number;
  /** What the driver threw, if it is away. */
  cause?: unknown;
}

/** In words for operators, admins and auditors. */
export function standbyWords({ kind, secondsBehind = 0 }: StandbyState): string {
  return `The server in DATABASE_READ_URL ${words[kind](secondsBehind)}${kind === "current" ? "" : " Pages and exports are read from the primary."}`;
}

const words: Readonly<Record<StandbyKind, (seconds: number) => string>> = {
  current: () => "has what the primary has. Pages and exports are read from it.",
  behind: (seconds) => `is ${seconds.toFixed(1)} s behind the primary.`,
  away: () => "doesn't answer.",
  other_database: () => "replicates another database.",
  other_timeline: () => "has no checkpoint from after the last failover yet, or doesn't follow the primary.",
  primary: () => "isn't a standby.",
  unknown: () =>
    "can't be compared with the primary, because synchronous_commit is off, or the primary is a standby itself.",
};
