import type { FormAction } from "#components/forms/action-state.ts";
import { counted } from "#components/text/plural.ts";
import { Time } from "#components/text/time";
import { UntrustedText } from "#components/text/untrusted-text";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { StandingDenial } from "#lib/approvals/standing/list";
import { EndStandingLater } from "./end-standing-later.tsx";

interface Props {
  agentId: string;
  mayEnd: (denial: StandingDenial) => boolean;
  action: FormAction<void>;
  now: Date;
}

/** Denials that stand, each with its end; nothing where there are none. */
export function StandingDenials({ denials, ...props }: Props & { denials: StandingDenial[] }) {
  if (denials.length === 0) return null;
  return (
    <Card>
      <CardHead title="Standing denials">
        Requests like these that need approval are denied, and no one is asked. What policy auto-approves
        still runs.
      </CardHead>
      <RowList className="first:border-t" none="">
        {denials.map((denial) => (
          <Row key={denial.id}>
            <Denial denial={denial} {...props} />
          </Row>
        ))}
      </RowList>
    </Card>
  );
}

/** The content of one row: what the standing denial is for, how often it denied, and its end. */
export function Denial({ denial, agentId, mayEnd, action, now }: Props & { denial: StandingDenial }) {
  return (
    <>
      <div className="grid min-w-0 flex-1 basis-48 gap-1">
        <Link href={`/requests/${denial.requestId}`} className="text-link underline underline-offset-3">
          <Scope denial={denial} />
        </Link>
        <span className="text-[0.8125rem] text-muted-foreground">
          By {denial.by.name} · until <Time at={denial.expiresAt} now={now} /> ·{" "}
          {counted(denial.count, "request")} denied
        </span>
      </div>
      {mayEnd(denial) ? (
        <EndStandingLater
          action={action}
          fields={{ agentId, denialId: denial.id }}
          what={`the standing denial of ${denial.actionType}`}
        />
      ) : null}
    </>
  );
}

function Scope({ denial: { scope, actionType, resource } }: { denial: StandingDenial }) {
  if (scope === "type") return <>Any {actionType}</>;
  if (scope === "action") return <>One {actionType}, exactly as denied</>;
  return (
    <>
      Any {actionType} about <UntrustedText as="value" text={resource ?? ""} className="font-mono text-xs" />
    </>
  );
}
