import { openPage, pageTitle } from "#app/web/open-page";
import { Alert } from "#components/ui/alert";
import { Page } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { sampleParams } from "#lib/requests/recent-types";
import { actionTypePattern } from "#lib/text/action-type";
import { draftFrom, riskChoices } from "../action-type-draft.ts";
import { ActionTypeForm } from "../action-type-form.tsx";
import { previewSamples } from "../preview-samples.ts";

export const metadata = pageTitle("New action type");

export default async function NewActionTypePage(props: PageProps<"/policy/actions/new">) {
  const { viewer, db, now } = await openPage("admin");
  const { type: named } = await props.searchParams;
  const type = typeof named === "string" && actionTypePattern.test(named) ? named : "";
  const [{ revision }, samples] = await Promise.all([
    readDraft(db),
    type === "" ? [] : sampleParams(db, { viewer, actionType: type, now }),
  ]);
  const { length } = samples;
  return (
    <Page
      title={length > 0 ? "Add requested action type" : "New action type"}
      back={{ href: "/policy/actions", label: "Action types" }}
      description="Added to the draft. Nothing changes until you publish."
    >
      {length > 0 ? (
        <Alert
          className="mb-6 max-w-2xl"
          title={`Prefilled from ${length === 1 ? "1 request" : `${length} requests`} in the last 30 days`}
        >
          These names came from agents and may not be consistent. Check the schema and the descriptor, and set
          which parameters are required, how large amounts can be and which values are allowed.
        </Alert>
      ) : null}
      <ActionTypeForm
        entry={draftFrom(type, samples)}
        isNew
        revision={revision}
        risks={riskChoices}
        samples={await previewSamples(samples, undefined)}
      />
    </Page>
  );
}
