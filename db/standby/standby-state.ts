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
  return `Standby: ${words[kind](secondsBehind)}${kind === "current" ? "" : " Pages and exports are read from the primary."}`;
}

const words: Readonly<Record<StandbyKind, (seconds: number) => string>> = {
  current: () => "it has what the primary has. Pages and exports are read from it.",
  behind: (seconds) => `${seconds.toFixed(1)} s behind the primary.`,
  away: () => "it doesn't answer.",
  other_database: () => "it replicates another database.",
  other_timeline: () =>
    "it has no checkpoint from after the last failover yet, or doesn't follow the primary.",
  primary: () => "the server in DATABASE_READ_URL isn't one.",
  unknown: () =>
    "what it has can't be compared, because synchronous_commit is off, or the database is a standby itself.",
};
