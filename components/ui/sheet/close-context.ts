"use client";

import { createContext, useContext } from "react";

export const CloseSheet = createContext<(() => void) | undefined>(undefined);

/** Closes the sheet around the component as its Close does; undefined outside a sheet. */
export function useCloseSheet(): (() => void) | undefined {
  return useContext(CloseSheet);
}
