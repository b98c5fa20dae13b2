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

/** The named act. The browser may send any value as a name. */
export function findAct(name: unknown): Act<string, unknown> | undefined {
  return byName.get(name);
}

/** For tests: every act, also two acts of the same name. */
export const allActs: readonly Act<string, unknown>[] = acts;
