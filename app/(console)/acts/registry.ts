import type { Act } from "#app/web/forms/act";
import * as changes from "../settings/changes/confirmation.ts";
import { actsIn, definitions } from "./definitions.ts";

const acts = [...definitions, ...actsIn(changes)];

type Definition = (typeof acts)[number];

export type ActName = Definition["name"];
export type ActResult<Name extends ActName> = Awaited<
  ReturnType<Extract<Definition, { name: Name }>["perform"]>
>;

const byName = new Map<unknown, Act<string, unknown>>(acts.map((act) => [act.name, act]));

/** The act with this name, which may be anything that a browser sends. */
export function findAct(name: unknown): Act<string, unknown> | undefined {
  return byName.get(name);
}

/** For tests: every act, also of a name that two would share. */
export const allActs: readonly Act<string, unknown>[] = acts;
