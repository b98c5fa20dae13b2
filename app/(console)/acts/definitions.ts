import type { Act } from "#app/web/forms/act";
import type { Proposing } from "#app/web/forms/proposal-words";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import { standingProposal } from "../requests/[id]/standing/proposal.ts";
import * as files from "./files.ts";

type ExportOf<File> = File extends unknown ? File[keyof File] : never;

/**
 * The acts that a file exports. Any browser with a session can call each by name: never export a
 * part of an act.
 */
export type ActIn<File> = Extract<ExportOf<File>, Act<string, unknown>>;

export function actsIn<File extends object>(file: File): ActIn<File>[] {
  return Object.values(file).filter((exported) => typeof exported === "object" && "perform" in exported);
}

type Files = typeof files;
export const definitions = Object.values(files).flatMap((file) => actsIn<Files[keyof Files]>(file));

// The last one is proposed by a signature on the page of a request.
const proposing = [...definitions, standingProposal];
type Proposer = Extract<(typeof proposing)[number], { proposes: ProposedAct }>;
type Proposers = { [Each in Proposer as Each["proposes"]]: Each };

/** Total: a kind of change without a proposing act doesn't compile. */
export const proposers: Record<ProposedAct, Proposing<ProposedAct>> = Object.fromEntries(
  proposing.flatMap((act) => ("proposes" in act ? [[act.proposes, act]] : [])),
) as unknown as Proposers;
