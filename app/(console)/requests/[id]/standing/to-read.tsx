import { ContentCard } from "#components/ui/card";
import type { Database } from "#db/client";
import type { Draft } from "#lib/approvals/standing/approvals/draft";
import { findToRead, type ToRead } from "#lib/approvals/standing/approvals/reading";
import { RenderedRequest } from "./rendered-request.tsx";
import { RequestLink } from "./request-link.tsx";

const titles: Record<ToRead["why"][number], string> = {
  largest: "Largest amount",
  newest_value: "Newest value",
  random: "One at random",
};

/** Requests of the basis in full and open, because the person reads them before signing. */
export async function RequestsToRead({ db, draft, now }: { db: Database; draft: Draft; now: Date }) {
  const requests = await findToRead(db, draft);
  if (requests.length === 0) return null;
  return (
    <ContentCard title="Requests you approved" layout="grid gap-5">
      {requests.map(({ requestId, at, why, rendering }) => (
        <RenderedRequest
          key={requestId}
          title={why.map((one) => titles[one]).join(" · ")}
          rendering={rendering}
          about={<RequestLink {...{ requestId, at, now }} />}
        />
      ))}
    </ContentCard>
  );
}
