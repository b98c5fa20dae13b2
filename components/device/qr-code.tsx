"use client";

import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { QrPath } from "./qr-path.ts";

/** For a phone to scan, dark on white in both themes. Says if no phone can open the address. */
export function QrCode({ code: { size, d }, label }: { code: QrPath; label: string }) {
  const isReady = useIsReady();
  return (
    <div className="grid gap-2">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label={label}
        shapeRendering="crispEdges"
        className="w-48 rounded-md border"
      >
        <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
        <path fill="#000" d={d} />
      </svg>
      {isReady && /(^|\.)localhost$/.test(window.location.hostname) ? (
        <p className="text-muted-foreground text-sm">
          A phone can't open localhost. Use this server's own address.
        </p>
      ) : null}
    </div>
  );
}
