"use client";

import { createContext, useContext } from "react";
import type { useAction } from "./use-action.ts";

/** What a field and a button take from the form around them: an ActForm, or nothing. */
export const SurroundingForm = createContext<
  Pick<ReturnType<typeof useAction<unknown>>, "pending" | "errorOf">
>({ pending: false, errorOf: () => undefined });

/** The errors of the surrounding form, by the name of the field. */
export function useErrorOf() {
  return useContext(SurroundingForm).errorOf;
}
