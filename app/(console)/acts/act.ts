import type { FormAction } from "#components/forms/action-state.ts";
import { perform } from "./perform.ts";
import type { ActName, ActResult } from "./registry.ts";

/** The action of a form that performs the named act. */
export function act<Name extends ActName>(name: Name): FormAction<ActResult<Name>> {
  return perform.bind(null, name) as FormAction<ActResult<Name>>;
}
