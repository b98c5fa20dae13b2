"use client";

import { createContext, type RefObject, useContext } from "react";

interface SheetState {
  dialog: RefObject<HTMLDialogElement | null>;
  /** Whether a form would send something else than when the sheet opened. */
  isChanged: () => boolean;
}

export const SheetContext = createContext<SheetState | undefined>(undefined);

/** The sheet around the component; undefined outside a sheet. */
export function useSheet(): SheetState | undefined {
  return useContext(SheetContext);
}
