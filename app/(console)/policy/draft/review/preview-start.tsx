"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

/** How the start of the automatic preview ended: nothing to compare with, or none for another reason. */
export type PreviewStart = "starting" | "nothing" | "missing";

const Start = createContext<[PreviewStart, (start: PreviewStart) => void]>(["starting", () => {}]);

/** Around the preview and the button that waits for it. */
export function PreviewStartScope({ children }: { children: ReactNode }) {
  return <Start value={useState<PreviewStart>("starting")}>{children}</Start>;
}

export function usePreviewStart() {
  return useContext(Start);
}
