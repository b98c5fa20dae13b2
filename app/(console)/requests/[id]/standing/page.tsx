import { openPage, pageTitle } from "#app/web/open-page";
import { ShownAmount } from "#components/agents/standing/shown-amount";
import { Alert } from "#components/ui/alert";
import { Page } from "#components/ui/page-header";
import { type Draft, draftStanding } from "#lib/approvals/standing/approvals/draft";
import { findAmountOf } from "#lib/approvals/standing/approvals/show-bounds";
import { offerStanding } from "#lib/approvals/standing/approvals/sign";
import { CountersignError } from "#lib/kernel/errors";
import { LimitsForm } from "./limits-form.tsx";
import { readTerms } from "./read-terms.ts";
import { Review } from "./review.tsx";

export const metadata = pageTitle("Sign standing approval");

/** Two steps at one address: the limits, then, with limits in the address, what is signed with them. */
export default async function StandingPage({ params, searchParams }: PageProps<"/requests/[id]/standing">) {
  const { viewer, db, secret, now } = await openPage("approver");
  const requestId = (await params).id;
  const drafting = { requestId, personId: viewer.personId, now };
  const header = {
    title: "Sign standing approval",
    back: { href: `/requests/${requestId}`, label: "Request" },
    layout: "grid max-w-3xl gap-4",
  };
  const draft = await draftStanding(db, drafting).catch(refusalOf);
  if (draft instanceof CountersignError)
    return (
      <Page {...header}>
        <Alert variant="warning" title="This can't be signed">
          {draft.userMessage}
        </Alert>
      </Page>
    );
  const terms = readTerms(await searchParams, draft.ceiling);
  if (!terms.isChosen || !terms.chosen)
    return (
      <Page
        {...header}
        description="Later requests like the one you read run within these limits, and no one is asked."
      >
        <LimitsForm
          {...terms}
          ceiling={draft.ceiling}
          mostTotal={<MostTotal draft={draft} amountOf={await findAmountOf(db, draft.subject)} />}
        />
      </Page>
    );
  const offered = await offerStanding(db, { ...drafting, draft, secret }, terms.chosen);
  return (
    <Page {...header}>
      <Review {...{ db, viewer, offered, draft, now }} typed={terms.typed} />
    </Page>
  );
}

/** The number to type, and the amount that it is. */
function MostTotal(props: { draft: Draft; amountOf: Awaited<ReturnType<typeof findAmountOf>> }) {
  const { total } = props.draft.ceiling;
  const shown = total === undefined ? undefined : props.amountOf?.(total);
  if (!shown) return null;
  return (
    <>
      Up to {"text" in shown ? `${total} · ` : ""}
      <ShownAmount amount={shown} />
    </>
  );
}

function refusalOf(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError && thrown.code === "not_entitled") return thrown;
  throw thrown;
}
