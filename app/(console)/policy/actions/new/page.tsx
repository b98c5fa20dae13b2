import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Alert } from "#components/ui/alert";
import { PageHeader } from "#components/ui/page-header";
import { actionTypePattern } from "#lib/policy/action";
import { readDraft } from "#lib/policy/draft";
import { sampleParams } from "#lib/requests/recent-types";
import { draftFrom } from "../action-type-draft.ts";
import { ActionTypeForm } from "../action-type-form.tsx";
import { riskChoices } from "../risk-choices.ts";

export const metadata: Metadata = { title: "New action type" };

export default async function NewActionTypePage(props: {
  searchParams: Promise<{ type?: string | string[] }>;
}) {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const { type: named } = await props.searchParams;
  const type = typeof named === "string" && actionTypePattern.test(named) ? named : "";
  const [{ revision }, samples] = await Promise.all([
    readDraft(db),
    type === "" ? [] : sampleParams(db, { viewer, actionType: type, now: clock() }),
  ]);
  const { length } = samples;
  return (
    <>
      <PageHeader
        title={length > 0 ? "Adopt an action type" : "New action type"}
        back={{ href: "/policy/actions", label: "Action catalogue" }}
        description="It goes into the draft with the rules; nothing changes until the draft is published."
      />
      {length > 0 ? (
        <Alert
          className="mb-6 max-w-2xl"
          title={`Filled in from ${length === 1 ? "1 request" : `${length} requests`} of the last 30 days`}
        >
          Agents chose the names below, and the next request may differ. Read the schema, and say what is
          required, how large an amount may be and which texts are allowed.
        </Alert>
      ) : null}
      <ActionTypeForm entry={draftFrom(type, samples)} isNew revision={revision} risks={riskChoices} />
    </>
  );
}
