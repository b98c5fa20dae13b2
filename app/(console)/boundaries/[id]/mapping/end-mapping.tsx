"use client";

import { act } from "#app/(console)/acts/act";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Card, CardContent, CardHead } from "#components/ui/card";

/** Ends the mapping in Countersign, so that the boundary uses its own file again. */
export function EndMapping({ boundaryId, live }: { boundaryId: string; live: string }) {
  return (
    <Card aria-labelledby="end-mapping">
      <CardHead isOneBlock id="end-mapping" title="End mapping">
        The boundary uses the mapping in its own file again, or default types if it has none. You can restore
        a version later.
      </CardHead>
      <CardContent>
        <ConfirmedButton
          action={act("boundary/end-mapping")}
          fields={{ boundaryId, seen: live }}
          doneHref={`/boundaries/${boundaryId}`}
        >
          End mapping…
        </ConfirmedButton>
      </CardContent>
    </Card>
  );
}
