"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

/** The start of the automatic preview: `nothing` to compare with, or `missing` for another reason. */
export type PreviewStart = "starting" | "nothing" | "missing";

const Start = createContext<[PreviewStart, (start: PreviewStart) => void]>(["starting", () => {}]);

export function PreviewStartScope({ children }: { children: ReactNode }) {
  return <Start value={useState<PreviewStart>("starting")}>{children}</Start>;
}

export function usePreviewStart() {
  return useContext(Start);
}
