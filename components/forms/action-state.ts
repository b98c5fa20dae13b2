/** How a form's action ended. `errors` is keyed by the name of the field. */
export type ActionState<Result = undefined> =
  | { outcome: "none" }
  | { outcome: "refused"; message: string; errors: Record<string, string> }
  | { outcome: "done"; result: Result };

/** What `useActionState` starts with. */
export const untouched = { outcome: "none" } as const;
