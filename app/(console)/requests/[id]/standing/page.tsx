import { openPage, pageTitle } from "#app/web/open-page";
import { Description } from "#components/approval/description/description";
import { Input, PlainField } from "#components/forms/field";
import { SignButton } from "#components/passkey/sign-button";
import { LocalTime } from "#components/text/local-time";
import { UntrustedCode } from "#components/text/untrusted-text";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { ContentCard, Fact, Facts } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { type Difference, leavesOf } from "#lib/approvals/standing/approvals/bounds";
import { type Draft, draftStanding } from "#lib/approvals/standing/approvals/draft";
import { type ChosenTerms, offerStanding } from "#lib/approvals/standing/approvals/sign";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";

export const metadata = pageTitle("Standing approval");

export default async function StandingPage({ params, searchParams }: PageProps<"/requests/[id]/standing">) {
  const { viewer, db, secret, now } = await openPage("approver");
  const requestId = (await params).id;
  const drafting = { requestId, personId: viewer.personId, now };
  const draft = await draftStanding(db, drafting).catch(refusalOf);
  const back = { href: `/requests/${requestId}`, label: "Request" };
  if (draft instanceof CountersignError)
    return (
      <div className="max-w-3xl">
        <PageHeader title="Standing approval" back={back} />
        <Alert variant="warning" title="This can't be signed">
          {draft.userMessage}
        </Alert>
      </div>
    );
  const chosen = termsOf(await searchParams, draft);
  const offered = await offerStanding(db, { ...drafting, secret }, chosen).catch(refusalOf);
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="Let requests like this one run without asking?"
        description="You sign once. Requests within these bounds then run, and no one is asked. Everything else still reaches you."
        back={back}
      />
      <div className="grid gap-4">
        <TermsForm chosen={chosen} draft={draft} />
        {offered instanceof CountersignError ? (
          <Alert variant="warning" title="Choose smaller limits">
            {offered.userMessage}
          </Alert>
        ) : (
          <ContentCard title="What you sign" layout="grid gap-4">
            <Headline rendering={offered.rendering} />
            <Limits statement={offered.statement} draft={draft} />
            <Bounds statement={offered.statement} />
            <p>
              It ends at the first request outside these bounds, a denial, a failed action, a change of the
              agent, its keys, its owner or the policy, or after seven days without use. You can end it at any
              time.
            </p>
            <SignButton
              kind="standing"
              label="Sign with passkey"
              path="/api/standing-approvals"
              statement={base64url(offered.bytes)}
              seal={offered.seal}
              doneHref={`/agents/${offered.statement.agent}`}
            />
          </ContentCard>
        )}
      </div>
    </div>
  );
}

function TermsForm({ chosen, draft: { ceiling } }: { chosen: ChosenTerms; draft: Draft }) {
  const fields = [
    ["days", "Days", chosen.days, ceiling.days],
    ["count", "Requests", chosen.count, ceiling.count],
    ["per_hour", "Requests per hour", chosen.perHour, ceiling.count],
    ...(ceiling.total === undefined
      ? []
      : ([["total", "Amount in total", chosen.total ?? 0, ceiling.total]] as const)),
  ] as const;
  return (
    <ContentCard title="Limits" layout="grid gap-4">
      <form method="get" className="grid gap-4">
        <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-4">
          {fields.map(([name, label, value, most]) => (
            <PlainField key={name} label={label} hint={`At most ${most}`}>
              <Input name={name} defaultValue={value} inputMode="decimal" required maxLength={20} />
            </PlainField>
          ))}
        </div>
        <Button type="submit" variant="outline" className="w-fit">
          Update
        </Button>
      </form>
    </ContentCard>
  );
}

/** The request that was read, in the words of its descriptor. */
function Headline({ rendering }: { rendering: Rendering }) {
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{rendering.intent ?? rendering.type}</h3>
      <Description rendering={rendering} />
    </div>
  );
}

/** Everything is read from the statement's bytes, so the screen shows exactly the signed content. */
function Limits({ statement, draft }: { statement: StandingStatement; draft: Draft }) {
  const { terms, rests_on, expires_at } = statement;
  return (
    <Facts>
      <Fact name="Until">
        <LocalTime at={new Date(expires_at)} />
      </Fact>
      <Fact name="At most">
        {terms.count} requests, {terms.per_hour} within an hour
        {terms.total === undefined ? "" : `, ${terms.total} in total`}
      </Fact>
      <Fact name="Rests on">{rests_on.count} of your approvals</Fact>
      <Fact name="In the last 30 days">
        {draft.covered} of {draft.asked} requests that needed a person were within these bounds
      </Fact>
    </Facts>
  );
}

/** The values, by their place in the action. An agent chose names and values: none can look like a limit. */
function Bounds({ statement: { action, terms } }: { statement: StandingStatement }) {
  const differences = new Map(terms.may_differ.map((difference) => [difference.path, difference]));
  return (
    <dl className="grid gap-2 border-t pt-4">
      {[...leavesOf(action)].map(([path, value]) => (
        <div key={path} className="grid min-w-0 gap-1">
          <dt className="text-muted-foreground">
            <UntrustedCode text={path} />
          </dt>
          <dd className="flex min-w-0 flex-wrap gap-x-2 gap-y-1">
            <Value value={value} difference={differences.get(path)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value, difference }: { value: string; difference: Difference | undefined }) {
  if (difference === undefined) return <UntrustedCode text={value} />;
  if ("up_to" in difference) return <strong>up to {difference.up_to}</strong>;
  return (
    <>
      <strong>one of</strong>
      {difference.one_of.map((one) => (
        <UntrustedCode key={JSON.stringify(one)} text={JSON.stringify(one)} />
      ))}
    </>
  );
}

/** The terms in the address, or the defaults: a week, within the ceiling. */
function termsOf(query: Record<string, string | string[] | undefined>, { ceiling }: Draft): ChosenTerms {
  const read = (name: string, fallback: number) => {
    const value = Number([query[name]].flat()[0] ?? fallback);
    return Number.isFinite(value) ? value : fallback;
  };
  const count = read("count", Math.min(20, ceiling.count));
  return {
    days: read("days", Math.min(7, ceiling.days)),
    count,
    perHour: read("per_hour", Math.min(count, 5)),
    ...(ceiling.total !== undefined && { total: read("total", ceiling.total) }),
  };
}

function refusalOf(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError && ["not_entitled", "invalid_body"].includes(thrown.code))
    return thrown;
  throw thrown;
}
